using M4sh.Client.Signaling;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>What a signaling connection reports, one after another.</summary>
public interface ICallSignalingEvents
{
    /// <summary>Joined, the first time and after each loss.</summary>
    Task JoinedAsync(JoinedMessage message);

    Task PeerJoinedAsync(PeerJoined message);

    Task PeerReconnectedAsync(PeerPresence message);

    /// <summary>The other is disconnected, or left.</summary>
    Task PeerGoneAsync();

    Task OfferedAsync(OfferRelay message);

    Task AnsweredAsync(AnswerRelay message);

    Task RolledBackAsync(RollbackRelay message);

    Task CandidatesReceivedAsync(IceCandidateRelay message);

    Task IceTimedOutAsync(IceTimeoutMessage message);

    Task IceServersChangedAsync(IceServersResponse message);

    Task SessionChangedAsync(SessionStateMessage message);

    Task RecommendedAsync(QualityRecommendation message);

    /// <summary>Closed for good.</summary>
    Task ClosedAsync(SignalingClosed closed);
}
