using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>A message on its way to one connection, here or on another node.</summary>
internal abstract class PeerMessage
{
    public abstract PeerMessageType Type { get; }

    /// <summary>After a <see cref="DisconnectMessage"/> the connection is closed, and nothing more is sent.</summary>
    public virtual DisconnectMessage? Disconnect => null;

    public abstract Task SendAsync(ISignalingClient client);

    public abstract byte[] ToJson();
}

/// <inheritdoc cref="PeerMessage"/>
internal sealed class PeerMessage<T>(PeerMessageType<T> type, T body) : PeerMessage
    where T : notnull
{
    public override PeerMessageType Type => type;

    public override DisconnectMessage? Disconnect => body as DisconnectMessage;

    public override Task SendAsync(ISignalingClient client) => type.SendAsync(client, body);

    public override byte[] ToJson() => type.Serialize(body);
}
