using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using M4sh.Contracts.Json;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>A type of message that the server sends: its name in the contract and how a client gets it.</summary>
internal abstract class PeerMessageType(string name)
{
    public string Name { get; } = name;

    /// <param name="json">What <see cref="PeerMessage.ToJson"/> gave: of a relayed message, without its seq.</param>
    /// <param name="position">Its place in the room's order, if it has one.</param>
    public abstract PeerMessage Read(ReadOnlySpan<byte> json, RoomPosition? position);
}

/// <inheritdoc cref="PeerMessageType"/>
internal sealed class PeerMessageType<T>(string name, Func<ISignalingClient, T, Task> send) : PeerMessageType(name)
    where T : notnull
{
    private readonly JsonTypeInfo<T> _typeInfo = (JsonTypeInfo<T>)M4shJson.Options.GetTypeInfo(typeof(T));

    public PeerMessage Of(T body, RoomPosition? position = null) => new PeerMessage<T>(this, body) { Position = position };

    /// <summary>A relayed message whose JSON is written already.</summary>
    public PeerMessage Of(T body, ReadOnlyMemory<byte> open, RoomPosition position) => new PeerMessage<T>(this, body) { Json = open, Position = position };

    public Task SendAsync(ISignalingClient client, T body) => send(client, body);

    public byte[] Serialize(T body) => JsonSerializer.SerializeToUtf8Bytes(body, _typeInfo);

    public T Deserialize(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, _typeInfo) ?? throw new JsonException("The message is null.");

    public override PeerMessage Read(ReadOnlySpan<byte> json, RoomPosition? position) =>
        Of(Deserialize(position is { Seq: > 0 } ? RelayJson.Close(json, position.Seq) : json), position);
}
