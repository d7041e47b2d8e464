namespace M4sh.Bench.Signaling;

/// <summary>Two peers, and what they do to set a call up.</summary>
internal sealed record Call(PeerWire Host, PeerWire Guest) : IAsyncDisposable
{
    public const int CandidatesAPeer = 10;

    // About what browsers send: audio and video with one codec each.
    private static readonly string Sdp = string.Concat(Enumerable.Range(0, 60).Select(static line => $"a=rtpmap:{line} opus/48000/2 some-more-text-of-a-line\\r\\n"));

    private static readonly string Candidate = "candidate:842163049 1 udp 1677729535 203.0.113.7 49203 typ srflx raddr 10.0.0.7 rport 49203 generation 0 ufrag EsAw network-cost 999";

    /// <summary>Two connections, an offer, an answer, twice ten candidates, all confirmed, and both hang up.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Host.ConnectAsync(cancellationToken);
        await Guest.ConnectAsync(cancellationToken);
        await NegotiateAsync(cancellationToken);
        await Guest.LeaveAsync(cancellationToken);
        await Host.LeaveAsync(cancellationToken);
        if (Host.Errors.Count + Guest.Errors.Count > 0)
            throw new InvalidOperationException("The server refused a message.");
    }

    public async Task NegotiateAsync(CancellationToken cancellationToken)
    {
        await Host.SendAsync(SignalKind.Offer, Sdp, cancellationToken);
        await Guest.Offers.ReachAsync(1);
        await Guest.SendAsync(SignalKind.Answer, Sdp, cancellationToken);
        await Host.Answers.ReachAsync(1);
        for (var candidate = 0; candidate < CandidatesAPeer; candidate++)
        {
            await Host.SendAsync(SignalKind.Candidate, Candidate, cancellationToken);
            await Guest.SendAsync(SignalKind.Candidate, Candidate, cancellationToken);
        }

        await Task.WhenAll(
            Host.Candidates.ReachAsync(CandidatesAPeer), Guest.Candidates.ReachAsync(CandidatesAPeer), Host.ConfirmedAsync(), Guest.ConfirmedAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Guest.DisposeAsync();
    }
}
