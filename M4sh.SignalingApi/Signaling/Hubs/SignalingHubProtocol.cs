using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using M4sh.Contracts.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>
/// SignalR's JSON protocol with errors as the contract has them, <c>"code: detail"</c>: without the sentence that SignalR puts before
/// the text of a <see cref="HubException"/>, and with a code for what SignalR itself refuses, unknown methods and arguments that do not fit.
/// </summary>
internal sealed class SignalingHubProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    private const string OwnText = $"{nameof(HubException)}: ";
    private const string Refused = $"{ErrorCodes.InvalidRequest}: There is no such method, or its argument is not what it takes.";

    private readonly JsonHubProtocol _json = new(options);

    public string Name => _json.Name;

    public int Version => _json.Version;

    public TransferFormat TransferFormat => _json.TransferFormat;

    public bool IsVersionSupported(int version) => _json.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _json.GetMessageBytes(WithCode(message));

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) =>
        _json.TryParseMessage(ref input, binder, out message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _json.WriteMessage(WithCode(message), output);

    private static HubMessage WithCode(HubMessage message)
    {
        if (message is not CompletionMessage { Error: { } error, InvocationId: { } id })
            return message;

        var own = error.IndexOf(OwnText, StringComparison.Ordinal);
        var text = own < 0 ? error : error[(own + OwnText.Length)..];
        return CompletionMessage.WithError(id, HasCode(text) ? text : Refused);
    }

    private static bool HasCode(string text) =>
        text.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end && ErrorCodes.StatusOf(text[..end]) != StatusCodes.Status500InternalServerError;
}
