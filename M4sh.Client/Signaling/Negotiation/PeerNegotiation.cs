using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Signaling;

namespace M4sh.Client.Signaling.Negotiation;

/// <summary>
/// Perfect negotiation (W3C) between a <see cref="SignalingConnection"/> and a peer connection, by the rules for clients in docs/protocol.md: whatever is
/// lost, late or crosses on the way, both sides end with the same offer and answer. Make it before the connection connects.
/// </summary>
public sealed class PeerNegotiation : IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(15);

    private readonly SignalingConnection _signaling;
    private readonly IPeerConnection _peer;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _over = new();
    private readonly List<IDisposable> _registrations;
    private readonly ITimer _unanswered;
    private readonly Action<Exception>? _onError;

    private JoinedMessage? _session;
    private string? _epoch;
    private IceTransportPolicy _policy;

    // The seq of the offer that waits for its answer.
    private long? _offered;

    // Something is still to be offered, once the signaling state is stable.
    private bool _wanted;
    private string? _other;
    private bool _otherHere;

    // One of the two has offered in this epoch.
    private bool _began;

    /// <summary>Takes what comes over the connection from here on.</summary>
    /// <param name="signaling">The connection, not yet connected.</param>
    /// <param name="peer">What it negotiates for.</param>
    /// <param name="onError">Gets what went wrong beside a call: on a message that came, or after a pause.</param>
    /// <param name="timeProvider">The clock of the 15 s that an offer waits.</param>
    public PeerNegotiation(SignalingConnection signaling, IPeerConnection peer, Action<Exception>? onError = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(signaling);
        ArgumentNullException.ThrowIfNull(peer);
        (_signaling, _peer, _onError) = (signaling, peer, onError);
        _unanswered = (timeProvider ?? TimeProvider.System).CreateTimer(_ => _ = GuardAsync(OfferAgainAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registrations =
        [
            signaling.OnJoined(message => GuardAsync(() => JoinedAsync(message))),
            signaling.OnPeerJoined(message => GuardAsync(() => PeerJoinedAsync(message))),
            signaling.OnPeerReconnected(message => GuardAsync(() => PeerBackAsync(message.UserId))),
            signaling.OnPeerDisconnected(message => GuardAsync(() => PeerGoneAsync(message.UserId))),
            signaling.OnPeerLeft(message => GuardAsync(() => PeerGoneAsync(message.UserId))),
            signaling.OnOffer(message => GuardAsync(() => OfferedAsync(message))),
            signaling.OnAnswer(message => GuardAsync(() => AnsweredAsync(message))),
            signaling.OnRollback(_ => GuardAsync(OfferWantedAsync)),
            signaling.OnIceCandidate(message => GuardAsync(() => AddAsync(message))),
            signaling.OnIceTimeout(message => GuardAsync(() => RestartIceAsync(message))),
            signaling.OnIceServers(message => GuardAsync(() => _peer.ConfigureAsync(message.IceServers, _policy, _over.Token))),
        ];
    }

    /// <summary>Offers, or offers again: what W3C's <c>negotiationneeded</c> asks for. While the other's offer goes first, it waits for its turn.</summary>
    /// <param name="restartIce">With new ICE credentials, as after <c>failed</c>.</param>
    /// <returns>When the offer is acked, or put off.</returns>
    /// <exception cref="SignalingException"><c>permission_denied</c>, <c>invalid_request</c>, <c>payload_too_large</c>, <c>unavailable</c>.</exception>
    public Task NegotiateAsync(bool restartIce = false) => InTurnAsync(() => _session is null ? Task.FromResult(_wanted = true) : OfferAsync(restartIce));

    /// <summary>Sends candidates that the peer connection gathered, after the description that they belong to.</summary>
    /// <param name="candidates">The candidates, at most 16 KiB; null among them is the end of candidates.</param>
    /// <returns>When they are acked, or nobody's: those of an offer that was refused, or of a connection that is over.</returns>
    /// <exception cref="SignalingException"><c>invalid_request</c>, <c>payload_too_large</c>, <c>unavailable</c>.</exception>
    public Task SendIceCandidatesAsync(IReadOnlyList<RtcIceCandidateInit?> candidates) => InTurnAsync(async () =>
    {
        try
        {
            await _signaling.SendIceCandidatesAsync(candidates, _over.Token);
        }
        catch (SignalingException refusal) when (refusal.Code == ErrorCodes.Glare || IsOver)
        {
            // Nobody waits for them.
        }
    });

    /// <summary>Ends it; the connections on both its sides are their owner's.</summary>
    public void Dispose()
    {
        _over.Cancel();
        _unanswered.Dispose();
        _registrations.ForEach(static registration => registration.Dispose());
    }

    private async Task JoinedAsync(JoinedMessage message)
    {
        var isNew = _epoch != message.Epoch;
        (_session, _otherHere) = (message, message.Peers.Count > 0);
        _other = message.Peers is [var present, ..] ? present.UserId : _other;
        if (isNew)
            await StartAsync(message.Epoch);

        if (!message.Resumed && message.Negotiation is { } negotiation)
            await CatchUpAsync(negotiation);

        // What was between is unknown: a new offer makes it good. In a new epoch the impolite side begins.
        if (!message.Resumed && !isNew)
            await OfferAsync(restartIce: true);
        else if (isNew)
            await BeginAsync();
    }

    private async Task CatchUpAsync(M4sh.Contracts.Signaling.Negotiation negotiation)
    {
        if (negotiation is { Offer: { } offer, Answer: null } && IsOthers(offer))
            await OfferedAsync(offer);
        else if (negotiation.Answer is { } answer && IsOthers(answer) && answer.OfferSeq == _offered)
            await AnsweredAsync(answer);

        foreach (var candidates in negotiation.Candidates.Where(IsOthers))
            await AddAsync(candidates);
    }

    private async Task PeerJoinedAsync(PeerJoined message)
    {
        (_other, _otherHere) = (message.UserId, true);
        if (message.Epoch != _epoch)
            await StartAsync(message.Epoch);

        await BeginAsync();
    }

    private async Task PeerBackAsync(string userId)
    {
        (_other, _otherHere) = (userId, true);
        if (_offered is not null)
            Wait();

        await BeginAsync();
    }

    // Who left may be told of after who came in its place.
    private Task PeerGoneAsync(string userId)
    {
        _otherHere &= userId != _other;
        return Task.CompletedTask;
    }

    private async Task StartAsync(string epoch)
    {
        (_epoch, _offered, _began, _policy) = (epoch, null, false, IceTransportPolicy.All);
        Stop();
        await _peer.StartAsync(_session!, _over.Token);
    }

    private Task BeginAsync()
    {
        if (!_otherHere || _began || (_session!.Polite && !_wanted))
            return Task.CompletedTask;

        return OfferAsync(restartIce: false);
    }

    private async Task OfferAsync(bool restartIce)
    {
        _began = true;
        _wanted = false;
        var sdp = await _peer.OfferAsync(restartIce, _over.Token);
        try
        {
            _offered = (await _signaling.SendOfferAsync(sdp, _over.Token)).Seq;
            Wait();
        }
        catch (SignalingException refusal) when (refusal.Code == ErrorCodes.Glare)
        {
            // The other's offer is on its way; should neither it nor its rollback come, this one is made again. An answer to one before it fits nothing any more.
            (_wanted, _offered) = (true, null);
            await _peer.RollbackAsync(_over.Token);
            Wait();
        }
        catch (SignalingException) when (IsOver)
        {
            // A new epoch begins with an offer of its own.
        }
    }

    private async Task OfferedAsync(OfferRelay offer)
    {
        _began = true;
        if (_offered > offer.Seq)
            return;

        // What its own offer was for is offered after the answer.
        _wanted |= _offered is not null;
        _offered = null;
        Stop();
        var answer = await _peer.AnswerAsync(offer.Sdp, _over.Token);
        try
        {
            await _signaling.SendAnswerAsync(answer, offer.Seq, _over.Token);
        }
        catch (SignalingException refusal) when (refusal.Code == ErrorCodes.Glare)
        {
            // The other does not have it.
            await OfferAsync(restartIce: true);
            return;
        }
        catch (SignalingException) when (IsOver)
        {
            return;
        }

        await OfferWantedAsync();
    }

    private async Task AnsweredAsync(AnswerRelay answer)
    {
        if (_offered is null || (answer.OfferSeq is { } seq && seq != _offered))
            return;

        Stop();
        try
        {
            await _peer.AcceptAnswerAsync(answer.Sdp, _over.Token);
            _offered = null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _offered = null;
            _onError?.Invoke(exception);
            await _peer.RollbackAsync(_over.Token);
            await OfferAsync(restartIce: true);
        }
    }

    private Task AddAsync(IceCandidateRelay message) => _peer.AddCandidatesAsync(message.Candidates ?? [message.Candidate], _over.Token);

    private async Task RestartIceAsync(IceTimeoutMessage message)
    {
        _policy = message.IceTransportPolicy;
        await _peer.ConfigureAsync(null, _policy, _over.Token);
        if (!_session!.Polite)
            await OfferAsync(restartIce: true);
    }

    private Task OfferWantedAsync() => _wanted ? OfferAsync(restartIce: false) : Task.CompletedTask;

    private Task OfferAgainAsync() => _otherHere && (_offered is not null || _wanted) ? OfferAsync(restartIce: true) : Task.CompletedTask;

    private void Wait() => _unanswered.Change(AnswerTime, Timeout.InfiniteTimeSpan);

    private void Stop() => _unanswered.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>What is negotiated here: a new epoch began meanwhile.</summary>
    private bool IsOver => _signaling.Epoch != _epoch;

    private bool IsOthers(RelayedMessage message) => message.FromUserId != _session!.Self.UserId;

    private async Task GuardAsync(Func<Task> act)
    {
        try
        {
            await InTurnAsync(act);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // It is over.
        }
        catch (Exception exception)
        {
            _onError?.Invoke(exception);
        }
    }

    private async Task InTurnAsync(Func<Task> act)
    {
        await _turn.WaitAsync(_over.Token);
        try
        {
            await act();
        }
        finally
        {
            _turn.Release();
        }
    }
}
