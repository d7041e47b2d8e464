using System.Collections.Frozen;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>All that a peer can be sent because of what somebody else did.</summary>
internal static class PeerMessages
{
    public static readonly PeerMessageType<JoinedMessage> Joined = new(nameof(ISignalingClient.Joined));
    public static readonly PeerMessageType<PeerJoined> PeerJoined = new(nameof(ISignalingClient.PeerJoined));
    public static readonly PeerMessageType<PeerLeft> PeerLeft = new(nameof(ISignalingClient.PeerLeft));
    public static readonly PeerMessageType<PeerPresence> PeerDisconnected = new(nameof(ISignalingClient.PeerDisconnected));
    public static readonly PeerMessageType<PeerPresence> PeerReconnected = new(nameof(ISignalingClient.PeerReconnected));
    public static readonly PeerMessageType<OfferRelay> Offer = new(nameof(ISignalingClient.Offer));
    public static readonly PeerMessageType<AnswerRelay> Answer = new(nameof(ISignalingClient.Answer));
    public static readonly PeerMessageType<RollbackRelay> Rollback = new(nameof(ISignalingClient.Rollback));
    public static readonly PeerMessageType<IceCandidateRelay> IceCandidate = new(nameof(ISignalingClient.IceCandidate));
    public static readonly PeerMessageType<MuteRelay> Mute = new(nameof(ISignalingClient.Mute));
    public static readonly PeerMessageType<MuteRelay> Unmute = new(nameof(ISignalingClient.Unmute));
    public static readonly PeerMessageType<SessionStateMessage> SessionState = new(nameof(ISignalingClient.SessionState));

    public static readonly PeerMessageType<QualityRecommendation> QualityRecommendation =
        new(nameof(ISignalingClient.QualityRecommendation));

    public static readonly PeerMessageType<IceTimeoutMessage> IceTimeout = new(nameof(ISignalingClient.IceTimeout));
    public static readonly PeerMessageType<IceServersResponse> IceServers = new(nameof(ISignalingClient.IceServers));
    public static readonly PeerMessageType<TokenExpiringMessage> TokenExpiring = new(nameof(ISignalingClient.TokenExpiring));

    /// <summary>Between nodes only: something may have been missed, the connection's node shall look.</summary>
    public static readonly PeerMessageType<PeerPresence> Look = new("look", callback: null);

    /// <summary>Between nodes only: what was measured of what the connection sends. Its node knows what it was advised before.</summary>
    public static readonly PeerMessageType<QosBatch> Sampled = new("sampled", callback: null);

    public static readonly PeerMessageType<DisconnectMessage> Disconnect = new(nameof(ISignalingClient.Disconnect));

    private static readonly FrozenDictionary<string, PeerMessageType> ByName = new PeerMessageType[]
    {
        PeerJoined, PeerLeft, PeerDisconnected, PeerReconnected, Offer, Answer, Rollback, IceCandidate, Mute, Unmute, SessionState, QualityRecommendation,
        IceTimeout, IceServers, TokenExpiring, Look, Sampled, Disconnect,
    }.ToFrozenDictionary(type => type.Name);

    /// <summary>The client shall connect again and resume.</summary>
    public static PeerMessage Resume(string reason) => Disconnect.Of(new() { Action = DisconnectAction.Resume, Reason = reason });

    public static PeerMessage IceTimeoutOf(IceTransportPolicy policy) => IceTimeout.Of(new() { RestartIce = true, IceTransportPolicy = policy });

    public static PeerMessage LookAgain() => Look.Of(new() { UserId = "" });

    public static PeerMessage Stop(string reason) => Disconnect.Of(new() { Action = DisconnectAction.Stop, Reason = reason });

    /// <summary>Null: a type that this version does not know, from a newer replica.</summary>
    public static PeerMessageType? Find(string name) => ByName.GetValueOrDefault(name);
}
