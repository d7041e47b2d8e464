using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>One user's signaling connection: what it sends is <see cref="ISignalingServer"/>. Disposing closes it.</summary>
public interface ICallSignaling : IAsyncDisposable
{
    /// <summary>Connects and joins.</summary>
    Task<JoinedMessage> StartAsync(CancellationToken cancellationToken);

    Task OfferAsync(string sdp, CancellationToken cancellationToken);

    Task AnswerAsync(string sdp, long offerSeq, CancellationToken cancellationToken);

    Task CandidatesAsync(IReadOnlyList<Contracts.Ice.RtcIceCandidateInit?> candidates, CancellationToken cancellationToken);

    Task ConnectionStateAsync(ConnectionStateMessage message, CancellationToken cancellationToken);

    Task QualityAsync(Contracts.Qos.QosSample sample, CancellationToken cancellationToken);
}
