using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using M4sh.Contracts.Json;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>A type of message that the server sends: its name in the contract and how a client gets it.</summary>
internal abstract class PeerMessageType(string name)
{
    public string Name { get; } = name;

    public abstract PeerMessage Parse(ReadOnlySpan<byte> json);
}

/// <inheritdoc cref="PeerMessageType"/>
internal sealed class PeerMessageType<T>(string name, Func<ISignalingClient, T, Task> send) : PeerMessageType(name)
    where T : notnull
{
    private readonly JsonTypeInfo<T> _typeInfo = (JsonTypeInfo<T>)M4shJson.Options.GetTypeInfo(typeof(T));

    public PeerMessage Of(T body) => new PeerMessage<T>(this, body);

    public Task SendAsync(ISignalingClient client, T body) => send(client, body);

    public byte[] Serialize(T body) => JsonSerializer.SerializeToUtf8Bytes(body, _typeInfo);

    public T Deserialize(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, _typeInfo) ?? throw new JsonException("The message is null.");

    public override PeerMessage Parse(ReadOnlySpan<byte> json) => Of(Deserialize(json));
}
