using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>One user's signaling connection. Disposing closes it.</summary>
public interface ICallSignaling : IAsyncDisposable
{
    /// <summary>Connects and joins; what it was told is an event.</summary>
    Task ConnectAsync(CancellationToken cancellationToken);

    /// <returns>The offer's seq.</returns>
    Task<long?> SendOfferAsync(string sdp, CancellationToken cancellationToken);

    Task SendAnswerAsync(string sdp, long offerSeq, CancellationToken cancellationToken);

    Task SendCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken);

    Task SendConnectionStateAsync(ConnectionStateMessage message, CancellationToken cancellationToken);

    Task SendQualityAsync(QosSample sample, CancellationToken cancellationToken);
}
