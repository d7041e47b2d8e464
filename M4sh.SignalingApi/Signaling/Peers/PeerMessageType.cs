using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using M4sh.Contracts.Json;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>A type of message that the server sends: its name in the contract and how a client gets it.</summary>
/// <param name="name">The name.</param>
/// <param name="callback">The callback of <see cref="ISignalingClient"/>. Null: clients do not get it.</param>
internal abstract class PeerMessageType(string name, string? callback)
{
    public string Name => name;

    public bool IsForClients => callback is not null;

    public Task SendAsync(PeerClient client, object body) => callback is null ? Task.CompletedTask : client(callback, body);

    /// <param name="json">What <see cref="PeerMessage.ToJson"/> gave: of a relayed message, without its seq.</param>
    /// <param name="position">Its place in the room's order, if it has one.</param>
    public PeerMessage Read(ReadOnlyMemory<byte> json, RoomPosition? position) => position is { Seq: > 0 } ? Relayed(json, position) : Parse(json.Span, position);

    /// <param name="open">A relayed message, <see cref="RelayJson"/>.</param>
    /// <param name="position">Its place.</param>
    public PeerMessage Relayed(ReadOnlyMemory<byte> open, RoomPosition position) => new PeerRelay(this, open, position) { Position = position };

    protected abstract PeerMessage Parse(ReadOnlySpan<byte> json, RoomPosition? position);
}

/// <inheritdoc cref="PeerMessageType"/>
internal sealed class PeerMessageType<T>(string name, string? callback) : PeerMessageType(name, callback)
    where T : notnull
{
    private readonly JsonTypeInfo<T> _typeInfo = (JsonTypeInfo<T>)M4shJson.Options.GetTypeInfo(typeof(T));

    /// <summary>Of that callback, whose name it has.</summary>
    public PeerMessageType(string callback)
        : this(JsonNamingPolicy.KebabCaseLower.ConvertName(callback), callback)
    {
    }

    public PeerMessage Of(T body, RoomPosition? position = null) => new PeerMessage<T>(this, body) { Position = position };

    public byte[] Serialize(T body) => JsonSerializer.SerializeToUtf8Bytes(body, _typeInfo);

    public T Deserialize(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, _typeInfo) ?? throw new JsonException("The message is null.");

    protected override PeerMessage Parse(ReadOnlySpan<byte> json, RoomPosition? position) => Of(Deserialize(json), position);
}
