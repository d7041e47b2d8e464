using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>A message on its way to one connection, here or on another node.</summary>
internal abstract class PeerMessage
{
    public abstract PeerMessageType Type { get; }

    /// <summary>Its place in the room's order; null for what has none.</summary>
    public RoomPosition? Position { get; init; }

    /// <summary>After a <see cref="DisconnectMessage"/> the connection is closed, and nothing more is sent.</summary>
    public virtual DisconnectMessage? Disconnect => null;

    /// <summary>How many bytes it holds, where that is much.</summary>
    public virtual int Bytes => 0;

    public abstract Task SendAsync(PeerClient client);

    /// <summary>What <see cref="PeerMessageType.Read"/> makes the message of again.</summary>
    public abstract ReadOnlyMemory<byte> ToJson();
}

/// <inheritdoc cref="PeerMessage"/>
internal sealed class PeerMessage<T>(PeerMessageType<T> type, T body) : PeerMessage
    where T : notnull
{
    public override PeerMessageType Type => type;

    public T Body => body;

    public override DisconnectMessage? Disconnect => body as DisconnectMessage;

    public override Task SendAsync(PeerClient client) => type.SendAsync(client, body);

    public override ReadOnlyMemory<byte> ToJson() => type.Serialize(body);
}
