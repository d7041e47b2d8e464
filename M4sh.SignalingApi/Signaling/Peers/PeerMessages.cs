using System.Collections.Frozen;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>All that a peer can be sent because of what somebody else did.</summary>
internal static class PeerMessages
{
    public static readonly PeerMessageType<PeerJoined> PeerJoined = new("peer-joined", static (client, body) => client.PeerJoined(body));
    public static readonly PeerMessageType<PeerLeft> PeerLeft = new("peer-left", static (client, body) => client.PeerLeft(body));
    public static readonly PeerMessageType<PeerPresence> PeerDisconnected = new("peer-disconnected", static (client, body) => client.PeerDisconnected(body));
    public static readonly PeerMessageType<PeerPresence> PeerReconnected = new("peer-reconnected", static (client, body) => client.PeerReconnected(body));
    public static readonly PeerMessageType<OfferRelay> Offer = new("offer", static (client, body) => client.Offer(body));
    public static readonly PeerMessageType<AnswerRelay> Answer = new("answer", static (client, body) => client.Answer(body));
    public static readonly PeerMessageType<RollbackRelay> Rollback = new("rollback", static (client, body) => client.Rollback(body));
    public static readonly PeerMessageType<IceCandidateRelay> IceCandidate = new("ice-candidate", static (client, body) => client.IceCandidate(body));
    public static readonly PeerMessageType<MuteRelay> Mute = new("mute", static (client, body) => client.Mute(body));
    public static readonly PeerMessageType<MuteRelay> Unmute = new("unmute", static (client, body) => client.Unmute(body));
    public static readonly PeerMessageType<SessionStateMessage> SessionState = new("session-state", static (client, body) => client.SessionState(body));

    public static readonly PeerMessageType<QualityRecommendation> QualityRecommendation =
        new("quality-recommendation", static (client, body) => client.QualityRecommendation(body));

    public static readonly PeerMessageType<IceTimeoutMessage> IceTimeout = new("ice-timeout", static (client, body) => client.IceTimeout(body));
    public static readonly PeerMessageType<IceServersResponse> IceServers = new("ice-servers", static (client, body) => client.IceServers(body));
    public static readonly PeerMessageType<TokenExpiringMessage> TokenExpiring = new("token-expiring", static (client, body) => client.TokenExpiring(body));

    /// <summary>Between nodes only: something may have been missed, the connection's node shall look.</summary>
    public static readonly PeerMessageType<PeerPresence> Look = new("look", static (_, _) => Task.CompletedTask);

    public static readonly PeerMessageType<DisconnectMessage> Disconnect = new("disconnect", static (client, body) => client.Disconnect(body));

    private static readonly FrozenDictionary<string, PeerMessageType> ByName = new PeerMessageType[]
    {
        PeerJoined, PeerLeft, PeerDisconnected, PeerReconnected, Offer, Answer, Rollback, IceCandidate, Mute, Unmute, SessionState, QualityRecommendation,
        IceTimeout, IceServers, TokenExpiring, Look, Disconnect,
    }.ToFrozenDictionary(type => type.Name);

    /// <summary>The client shall connect again and resume.</summary>
    public static PeerMessage Resume(string reason) => Disconnect.Of(new() { Action = DisconnectAction.Resume, Reason = reason });

    public static PeerMessage IceTimeoutOf(IceTransportPolicy policy) => IceTimeout.Of(new() { RestartIce = true, IceTransportPolicy = policy });

    public static PeerMessage LookAgain() => Look.Of(new() { UserId = "" });

    public static PeerMessage Stop(string reason) => Disconnect.Of(new() { Action = DisconnectAction.Stop, Reason = reason });

    /// <summary>Null: a type that this version does not know, from a newer replica.</summary>
    public static PeerMessageType? Find(string name) => ByName.GetValueOrDefault(name);
}
