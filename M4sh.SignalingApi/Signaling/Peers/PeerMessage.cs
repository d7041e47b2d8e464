using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>A message on its way to one connection, here or on another node.</summary>
internal abstract class PeerMessage
{
    public abstract PeerMessageType Type { get; }

    /// <summary>Its place in the room's order; null for what has none.</summary>
    public RoomPosition? Position { get; init; }

    /// <summary>Of a relayed message: who sent it.</summary>
    public abstract string? From { get; }

    /// <summary>After a <see cref="DisconnectMessage"/> the connection is closed, and nothing more is sent.</summary>
    public virtual DisconnectMessage? Disconnect => null;

    public abstract Task SendAsync(ISignalingClient client);

    /// <summary>What <see cref="PeerMessageType.Read"/> makes the message of again.</summary>
    public abstract ReadOnlyMemory<byte> ToJson();
}

/// <inheritdoc cref="PeerMessage"/>
internal sealed class PeerMessage<T>(PeerMessageType<T> type, T body) : PeerMessage
    where T : notnull
{
    public override PeerMessageType Type => type;

    public T Body => body;

    /// <summary>Its JSON, where it has been written already.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    public override string? From => (body as RelayedMessage)?.FromUserId;

    public override DisconnectMessage? Disconnect => body as DisconnectMessage;

    public override Task SendAsync(ISignalingClient client) => type.SendAsync(client, body);

    public override ReadOnlyMemory<byte> ToJson() => Json.IsEmpty ? type.Serialize(body) : Json;
}
