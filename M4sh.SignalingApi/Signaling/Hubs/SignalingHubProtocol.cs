using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>
/// SignalR's JSON protocol with outcomes as the contract has them: errors as <c>"code: detail"</c>, the callbacks <c>Ack</c> and <c>Error</c> for
/// what was sent without waiting, and an error, not the end of the connection, for what cannot be read.
/// </summary>
internal sealed class SignalingHubProtocol(IOptions<JsonHubProtocolOptions> json, IOptions<ConnectionOptions> options) : IHubProtocol
{
    // The hub message, and the array of its arguments.
    private const int DepthAround = 2;

    private readonly JsonHubProtocol _json = new(json);

    public string Name => _json.Name;

    public int Version => _json.Version;

    public TransferFormat TransferFormat => _json.TransferFormat;

    public bool IsVersionSupported(int version) => _json.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var all = input;
        try
        {
            // False with some of the input gone: a type of message that this version of SignalR does not know.
            message = _json.TryParseMessage(ref input, binder, out var parsed) ? parsed
                : input.Length < all.Length ? Unreadable()
                : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException or JsonException)
        {
            message = Unreadable();
        }

        message = message switch
        {
            StreamInvocationMessage => message,
            InvocationMessage sent when IsTooDeep(all) => new InvocationBindingFailureMessage(
                sent.InvocationId ?? OwnInvocationId.Of(IdOf(sent)), sent.Target, Unreadable().BindingFailure),
            InvocationMessage { InvocationId: null } sent => new InvocationMessage(OwnInvocationId.Of(IdOf(sent)), sent.Target, sent.Arguments, sent.StreamIds),
            InvocationBindingFailureMessage { InvocationId: null or "" } failure =>
                new InvocationBindingFailureMessage(OwnInvocationId.Of(MessageHead.IdOfArgument(all)), failure.Target, failure.BindingFailure),
            _ => message,
        };
        return message is not null;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        if (message is InvocationMessage { InvocationId: null, Arguments: [RelayJson relayed], Target: var callback })
            WriteRelayed(callback, relayed, output);
        else if (ToWrite(Outcome.Open(message, out var pending)) is var written)
        {
            if (written is not null)
                _json.WriteMessage(written, output);

            pending?.Written();
        }
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => HubProtocolExtensions.GetMessageBytes(this, message);

    /// <summary>As <see cref="JsonHubProtocol"/> would, but for the argument, which is written already.</summary>
    private static void WriteRelayed(string callback, RelayJson relayed, IBufferWriter<byte> output)
    {
        output.Write("{\"type\":1,\"target\":\""u8);
        output.Write(JsonEncodedText.Encode(callback).EncodedUtf8Bytes);
        output.Write("\",\"arguments\":[{"u8);
        relayed.WriteMembers(output);
        output.Write([(byte)']', (byte)'}', LimitedReader.Separator]);
    }

    // The serializer takes the bound from SignalR's reader, which allows twice as much.
    private bool IsTooDeep(ReadOnlySequence<byte> input) =>
        input.PositionOf(LimitedReader.Separator) is { } end && !MessageHead.IsReadable(input.Slice(0, end), options.Value.MaxDepth + DepthAround);

    private static HubMessage? ToWrite(HubMessage message) => message switch
    {
        CompletionMessage completion when OwnInvocationId.TryRead(completion.InvocationId, out var messageId) => Outcome.ToCallback(completion, messageId),
        CompletionMessage { Error: { } error, InvocationId: { } id } => CompletionMessage.WithError(id, Outcome.Text(error)),
        _ => message,
    };

    private static string? IdOf(InvocationMessage sent) => sent.Arguments switch
    {
        [ClientMessage { Id: { Length: <= ClientMessage.MaxIdLength } id }] => id,
        [QosSample { Id: { Length: <= ClientMessage.MaxIdLength } id }] => id,
        _ => null,
    };

    private static InvocationBindingFailureMessage Unreadable() => new(
        null, "", ExceptionDispatchInfo.Capture(new HubException(Outcome.Text(ErrorCodes.InvalidRequest, "The message cannot be read."))));
}
