using System.Collections.Concurrent;
using M4sh.Client.Signaling.Negotiation;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.Client.Tests.Signaling.Negotiation;

/// <summary>Notes what the negotiation does with it.</summary>
internal sealed class FakePeer : IPeerConnection
{
    private int _offers;

    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>The next answer that is accepted is rejected with it.</summary>
    public Exception? Rejection { get; set; }

    public Task StartAsync(JoinedMessage session, CancellationToken cancellationToken) => Record("start");

    public async Task<string> OfferAsync(bool restartIce, CancellationToken cancellationToken)
    {
        await Record(restartIce ? "offer with ICE restart" : "offer");
        return $"offer {Interlocked.Increment(ref _offers)}";
    }

    public async Task<string> AnswerAsync(string sdp, CancellationToken cancellationToken)
    {
        await Record($"answer {sdp}");
        return $"answer to {sdp}";
    }

    public async Task AcceptAnswerAsync(string sdp, CancellationToken cancellationToken)
    {
        await Record($"accept {sdp}");
        if (Rejection is { } rejection)
        {
            Rejection = null;
            throw rejection;
        }
    }

    public Task RollbackAsync(CancellationToken cancellationToken) => Record("rollback");

    public Task AddCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates, CancellationToken cancellationToken) => Record($"candidates {candidates.Count}");

    public Task ConfigureAsync(IReadOnlyList<RtcIceServer>? iceServers, IceTransportPolicy policy, CancellationToken cancellationToken) =>
        Record($"configure servers={iceServers?.Count} policy={policy}");

    private Task Record(string call)
    {
        Calls.Enqueue(call);
        return Task.CompletedTask;
    }
}
