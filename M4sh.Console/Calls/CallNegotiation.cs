using M4sh.Client.Signaling;
using M4sh.Console.Problems;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>
/// The negotiation of one side, between its signaling and its peer in the page, by the rules for clients of docs/protocol.md. One thing after
/// another: while an own description waits for its ack, whatever comes waits too.
/// </summary>
internal sealed class CallNegotiation(
    IBrowserPeer peer, ICallSignaling signaling, JoinSessionResponse joined, ICallObserver call, TimeProvider time, CancellationToken lifetime)
    : IDisposable
{
    /// <summary>How long an offer is open.</summary>
    public static readonly TimeSpan OfferLimit = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private IReadOnlyList<RtcIceServer> _iceServers = joined.IceServers;
    private IceTransportPolicy _policy = IceTransportPolicy.All;
    private Task _work = Task.CompletedTask;
    private ITimer? _timer;
    private string? _epoch;
    private long _last;
    private bool _othersThere;
    private bool _negotiated;
    private bool _waiting;
    private long? _offered;
    private bool _again;

    /// <summary>The first time, or after a loss: goes on, or begins anew, with what was negotiated meanwhile.</summary>
    public Task JoinAsync(JoinedMessage message) => EnqueueAsync(async () =>
    {
        var known = message.Epoch == _epoch;
        if (!known)
            await BeginAsync(message.Epoch);

        bool IsNews(RelayedMessage? relay) => relay is not null && relay.FromUserId != joined.Participant.UserId && relay.Seq > _last;
        var (offer, answer) = (message.Negotiation?.Offer, message.Negotiation?.Answer);
        if (IsNews(offer) && answer is null)
            await AcceptAsync(offer!);

        if (IsNews(answer))
            await AcceptAsync(answer!);

        foreach (var relay in message.Negotiation?.Candidates.Where(IsNews) ?? [])
            await AddAsync(relay);

        if (!message.Resumed)
            _last = message.Seq;

        _othersThere = message.Peers.Count > 0;
        if (known && !message.Resumed)
            await OfferAgainAsync();

        await OtherIsThereAsync();
    });

    public Task PeerJoinedAsync(PeerJoined message) => EnqueueAsync(async () =>
    {
        if (message.Restarted && message.Epoch != _epoch)
            await BeginAsync(message.Epoch);

        _othersThere = true;
        await OtherIsThereAsync();
    });

    public Task PeerReconnectedAsync() => EnqueueAsync(() =>
    {
        _othersThere = true;
        return OtherIsThereAsync();
    });

    public Task PeerGoneAsync() => EnqueueAsync(() =>
    {
        _othersThere = false;
        return Task.CompletedTask;
    });

    public Task AcceptOfferAsync(OfferRelay offer) => TakeAsync(offer, () => AcceptAsync(offer));

    public Task AcceptAnswerAsync(AnswerRelay answer) => TakeAsync(answer, () => AcceptAsync(answer));

    /// <summary>What the other takes back may be no more than the reason why this side's offer was refused.</summary>
    public Task RollBackAsync(RollbackRelay message) =>
        TakeAsync(message, () => _waiting && _offered is null ? OfferAsync(restartIce: true) : Task.CompletedTask);

    public Task AddCandidatesAsync(IceCandidateRelay relay) => TakeAsync(relay, () => AddAsync(relay));

    public Task SendCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates) => EnqueueAsync(async () =>
    {
        call.Mark(CallSteps.Candidate);
        await SendAsync(() => signaling.SendCandidatesAsync(candidates, lifetime));
    });

    /// <summary>Both are told; the impolite side offers, the other answers with its new candidates.</summary>
    public Task RestartIceAsync(IceTransportPolicy policy) => EnqueueAsync(async () =>
    {
        _policy = policy;
        await peer.ConfigureAsync(_iceServers, _policy, lifetime);
        if (!joined.Polite)
            await OfferAgainAsync();
    });

    public Task UseAsync(IReadOnlyList<RtcIceServer> iceServers) => EnqueueAsync(() =>
    {
        _iceServers = iceServers;
        return peer.ConfigureAsync(_iceServers, _policy, lifetime);
    });

    public void Dispose()
    {
        lock (_lock)
            _timer?.Dispose();
    }

    private async Task BeginAsync(string epoch)
    {
        if (_epoch is not null)
            await peer.RestartAsync(_iceServers, lifetime);

        (_epoch, _last, _policy) = (epoch, 0, IceTransportPolicy.All);
        (_negotiated, _waiting, _offered, _again) = (false, false, null, false);
    }

    /// <summary>The impolite side offers, once; who has an open offer has the whole time anew to be answered.</summary>
    private async Task OtherIsThereAsync()
    {
        if (!_othersThere)
            return;

        if (_waiting)
            StartTimer();
        else if (!_negotiated && !joined.Polite)
            await OfferAsync(restartIce: false);
    }

    private async Task OfferAsync(bool restartIce)
    {
        (_negotiated, _again) = (true, false);
        var sdp = await peer.OfferAsync(restartIce, lifetime);
        call.Mark(CallSteps.Offer);
        _offered = null;
        await SendAsync(async () => _offered = await signaling.SendOfferAsync(sdp, lifetime));

        // Refused for glare: the other's is on its way.
        _waiting = true;
        StartTimer();
    }

    private Task OfferAgainAsync()
    {
        _again = _waiting;
        return _waiting ? Task.CompletedTask : OfferAsync(restartIce: true);
    }

    // Of two offers the one with the higher seq stands: the server has decided.
    private async Task AcceptAsync(OfferRelay offer)
    {
        if (offer.Seq < _offered)
            return;

        (_negotiated, _waiting, _offered) = (true, false, null);
        var answer = await peer.AcceptOfferAsync(offer.Sdp, lifetime);
        call.Mark(CallSteps.Answer);
        var isTaken = await SendAsync(() => signaling.SendAnswerAsync(answer, offer.Seq, lifetime));
        if (_again || !isTaken)
            await OfferAgainAsync();
    }

    private async Task AcceptAsync(AnswerRelay answer)
    {
        var fits = _offered is not null && (answer.OfferSeq ?? _offered) == _offered;
        if (fits)
        {
            await peer.AcceptAnswerAsync(answer.Sdp, lifetime);
            (_waiting, _offered) = (false, null);
        }

        if (_again || !fits)
            await OfferAgainAsync();
    }

    /// <returns>False where the server refused it because two offers met.</returns>
    private static async Task<bool> SendAsync(Func<Task> send)
    {
        try
        {
            await send();
            return true;
        }
        catch (SignalingException exception) when (exception.Code == ErrorCodes.Glare)
        {
            return false;
        }
        catch (SignalingException exception) when (exception.Code == ErrorCodes.Unavailable)
        {
            // Of a former epoch; or the connection is closed for good, and the call hears of that.
            return true;
        }
    }

    private Task AddAsync(IceCandidateRelay relay) => peer.AddCandidatesAsync(relay.Candidates ?? [relay.Candidate], lifetime);

    private void StartTimer()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = time.CreateTimer(_ => _ = OfferLateAsync(), null, OfferLimit, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task OfferLateAsync()
    {
        try
        {
            await EnqueueAsync(() => _waiting && _othersThere ? OfferAsync(restartIce: true) : Task.CompletedTask);
        }
        catch (Exception) when (lifetime.IsCancellationRequested)
        {
            // Hung up meanwhile.
        }
        catch (Exception exception)
        {
            call.Failed(Problem.From(exception), exception);
        }
    }

    private Task TakeAsync(RelayedMessage message, Func<Task> take) => EnqueueAsync(() =>
    {
        _last = message.Seq;
        return take();
    });

    private Task EnqueueAsync(Func<Task> work)
    {
        lock (_lock)
            return _work = RunAfterAsync(_work, work);
    }

    private static async Task RunAfterAsync(Task before, Func<Task> work)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await work();
    }
}
