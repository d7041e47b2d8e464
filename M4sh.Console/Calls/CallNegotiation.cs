using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>W3C perfect negotiation of one side, between its signaling and its peer in the page.</summary>
internal sealed class CallNegotiation(
    IBrowserPeer peer, ICallSignaling signaling, JoinSessionResponse joined, ICallObserver call, CancellationToken lifetime)
{
    private readonly Lock _lock = new();
    private Task _outbox = Task.CompletedTask;
    private int _offered;

    /// <summary>Starts with what was negotiated before this side was there.</summary>
    public async Task StartAsync(JoinedMessage message)
    {
        if (message.Negotiation is { Offer: { } offer, Answer: null } && IsOther(offer))
        {
            await AcceptOfferAsync(offer);
        }

        foreach (var relay in message.Negotiation?.Candidates.Where(IsOther) ?? [])
        {
            await AddCandidatesAsync(relay);
        }

        if (message.Peers.Count > 0)
        {
            await OfferAsync();
        }
    }

    /// <summary>Both begin again with new connections.</summary>
    public async Task RestartAsync()
    {
        await peer.ConfigureAsync(joined.Polite, joined.IceServers, lifetime);
        Interlocked.Exchange(ref _offered, 0);
    }

    /// <summary>The impolite side offers, once, as soon as both are there.</summary>
    public async Task OfferAsync()
    {
        if (joined.Polite || Interlocked.Exchange(ref _offered, 1) == 1)
        {
            return;
        }

        await SendAsync(async () =>
        {
            var sdp = await peer.OfferAsync(lifetime);
            call.Mark(CallSteps.Offer);
            await signaling.SendOfferAsync(sdp, lifetime);
        });
    }

    public Task AcceptOfferAsync(OfferRelay offer) => SendAsync(async () =>
    {
        if (await peer.AcceptOfferAsync(offer.Sdp, lifetime) is { } answer)
        {
            call.Mark(CallSteps.Answer);
            await signaling.SendAnswerAsync(answer, offer.Seq, lifetime);
        }
    });

    public Task AcceptAnswerAsync(AnswerRelay answer) => peer.AcceptAnswerAsync(answer.Sdp, lifetime);

    public Task AddCandidatesAsync(IceCandidateRelay relay) => peer.AddCandidatesAsync(relay.Candidates ?? [relay.Candidate], lifetime);

    public Task SendCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates) => SendAsync(async () =>
    {
        call.Mark(CallSteps.Candidate);
        await signaling.SendCandidatesAsync(candidates, lifetime);
    });

    private bool IsOther(RelayedMessage message) => message.FromUserId != joined.Participant.UserId;

    // One after another: candidates wait until the description that they belong to has been sent.
    private Task SendAsync(Func<Task> send)
    {
        lock (_lock)
            return _outbox = SendAfterAsync(_outbox, send);
    }

    private static async Task SendAfterAsync(Task before, Func<Task> send)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await send();
    }
}
