using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using M4sh.Contracts.Json;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Signaling.Hubs;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling.Sockets;

/// <summary>
/// The messages of a raw socket as a protocol of SignalR: <c>{"type": "…", …}</c> is the invocation of the method of that name, and back.
/// It is in no list of protocols, so that no client of the hub may ask for it. Records end with 0x1E, which stands nowhere in JSON.
/// </summary>
internal sealed class SocketProtocol(IOptions<ConnectionOptions> options) : IHubProtocol
{
    public const string ProtocolName = "m4sh-socket";

    public string Name => ProtocolName;

    public int Version => 1;

    public TransferFormat TransferFormat => TransferFormat.Text;

    public bool IsVersionSupported(int version) => version == Version;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (input.PositionOf(LimitedReader.Separator) is not { } end)
        {
            message = null;
            return false;
        }

        var record = input.Slice(0, end);
        input = input.Slice(input.GetPosition(1, end));
        message = Parse(record.IsSingleSegment ? record.FirstSpan : record.ToArray());
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        var callback = Outcome.Open(message, out var pending) switch
        {
            // Said by SocketConnection, as the last of all.
            InvocationMessage { Target: nameof(ISignalingClient.Disconnect) } => null,
            InvocationMessage invocation => invocation,
            CompletionMessage completion when OwnInvocationId.TryRead(completion.InvocationId, out var id) => Outcome.ToCallback(completion, id),

            // Pings and closes are the socket's own.
            _ => null,
        };
        if (callback is { Arguments: [{ } argument] })
        {
            WriteJson(MessageTypes.NameOf(callback.Target), argument, output);
            output.Write([LimitedReader.Separator]);
        }

        pending?.Written();
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => HubProtocolExtensions.GetMessageBytes(this, message);

    /// <summary>The message as it goes over the wire: the body with its type.</summary>
    public static void WriteJson(string type, object body, IBufferWriter<byte> output)
    {
        output.Write("{\"type\":\""u8);
        output.Write(JsonEncodedText.Encode(type).EncodedUtf8Bytes);
        output.Write("\","u8);

        // No message of the server's is without members: what follows the brace is never its end.
        if (body is RelayJson relayed)
            relayed.WriteMembers(output);
        else
            output.Write(JsonSerializer.SerializeToUtf8Bytes(body, M4shJson.Options.GetTypeInfo(body.GetType())).AsSpan(1));
    }

    private HubMessage Parse(ReadOnlySpan<byte> json)
    {
        var head = MessageHead.Read(json, options.Value.MaxDepth);
        var type = head.Type is null ? null : MessageTypes.Find(head.Type);
        if (head.Error is { } error)
            return Failure(head, error);
        if (type is not var (method, argumentType))
            return Failure(head, RequestErrors.Of("type", "is none that a client sends"));

        try
        {
            return new InvocationMessage(OwnInvocationId.Of(head.Id), method, [JsonSerializer.Deserialize(json, argumentType)]);
        }
        catch (JsonException exception)
        {
            return Failure(head, exception.ToRefusal());
        }
    }

    private static InvocationBindingFailureMessage Failure(MessageHead head, M4shException error) => new(
        OwnInvocationId.Of(head.Id), "", ExceptionDispatchInfo.Capture(new HubException(Outcome.Text(error.Code, error.Message))));
}
