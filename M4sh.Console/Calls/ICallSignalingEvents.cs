using M4sh.Client.Signaling;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>What a signaling connection reports, one after another.</summary>
public interface ICallSignalingEvents
{
    /// <summary>A lost connection is back; <see cref="JoinedMessage.Resumed"/> tells whether the call goes on where it was.</summary>
    Task RejoinedAsync(JoinedMessage message);

    Task PeerJoinedAsync(PeerJoined message);

    Task OfferedAsync(OfferRelay message);

    Task AnsweredAsync(AnswerRelay message);

    Task CandidatesReceivedAsync(IceCandidateRelay message);

    Task SessionChangedAsync(SessionStateMessage message);

    Task RecommendedAsync(QualityRecommendation message);

    /// <summary>Closed for good.</summary>
    Task ClosedAsync(SignalingClosed closed);
}
