using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling.Sockets;

/// <summary>Why a raw socket is closed: who says it first is right. A connection with this feature is a raw socket.</summary>
internal sealed class SocketClosing
{
    private static readonly DisconnectMessage Unknown = new() { Action = DisconnectAction.Resume, Reason = DisconnectReasons.Unavailable };

    private DisconnectMessage? _cause;

    /// <summary>Where nobody says why, the failure is ours, and the client should come again.</summary>
    public DisconnectMessage Cause => _cause ?? Unknown;

    public void Because(DisconnectMessage cause) => Interlocked.CompareExchange(ref _cause, cause, null);
}
