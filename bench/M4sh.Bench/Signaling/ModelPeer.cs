using System.Globalization;
using M4sh.Client.Signaling;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;

namespace M4sh.Bench.Signaling;

/// <summary>
/// One peer of a call through M4sh.Client, without media: it notes all that it gets of the other. Its messages name their epoch, as those of browsers do
/// by the ICE ufrag: what was on its way when a new epoch began is known for stale.
/// </summary>
internal sealed class ModelPeer : IAsyncDisposable
{
    private const int Candidates = Call.CandidatesAPeer;

    private readonly SignalingConnection _connection;
    private readonly CancellationToken _cancelled;
    private readonly bool _offers;
    private readonly List<string> _received = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _sent = [];
    private bool _offered;
    private string? _epoch;
    private string _joined = "";

    public ModelPeer(SignalingConnectionOptions options, bool offers, CancellationToken cancelled)
    {
        (_offers, _cancelled) = (offers, cancelled);
        _connection = new(options);
        _connection.OnJoined(JoinedAsync);
        _connection.OnPeerJoined(PeerJoinedAsync);

        // It may have come and gone while this one was away.
        _connection.OnPeerReconnected(_ => OfferAsync());
        _connection.OnOffer(OfferedAsync);
        _connection.OnAnswer(AnsweredAsync);
        _connection.OnIceCandidate(message => TakeCandidate(message));
        _connection.OnClosed(closed =>
        {
            _done.TrySetException(new InvalidOperationException($"closed: {closed.Disconnect} {closed.Error?.Message}"));
            return Task.CompletedTask;
        });
    }

    /// <summary>How often what the server had kept could not be continued.</summary>
    public int NotResumed { get; private set; }

    public int Reconnections { get; private set; }

    private IEnumerable<string> Expected =>
        [_offers ? "answer" : "offer", .. Enumerable.Range(0, Candidates).Select(static candidate => candidate.ToString(CultureInfo.InvariantCulture))];

    public Task ConnectAsync() => _connection.ConnectAsync(_cancelled);

    /// <summary>All of the other's messages are there, and all of its own are acked.</summary>
    public async Task DoneAsync(TimeSpan time)
    {
        await _done.Task.WaitAsync(time, _cancelled);
        await Task.WhenAll(_sent).WaitAsync(time, _cancelled);
        await _connection.SendConnectionStateAsync(new() { State = PeerConnectionState.Connected }, _cancelled).WaitAsync(time, _cancelled);
    }

    public (int Lost, int Twice, bool OutOfOrder) Verdict()
    {
        lock (_received)
        {
            var once = _received.Distinct().ToList();
            return (Expected.Except(once).Count(), _received.Count - once.Count, !once.SequenceEqual(Expected.Where(once.Contains)));
        }
    }

    public override string ToString()
    {
        lock (_received)
            return string.Create(CultureInfo.InvariantCulture, $"{(_offers ? "host" : "guest")}: {_joined}, got {string.Join(' ', _received)}, {_sent.Count(sent => !sent.IsCompleted)} of {_sent.Count} sent not answered, {_sent.Count(sent => sent.IsFaulted)} refused");
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task JoinedAsync(JoinedMessage message)
    {
        _joined += string.Create(CultureInfo.InvariantCulture, $"[{message.Epoch[^6..]} {message.Seq}{(message.Resumed ? " resumed" : "")} {message.Peers.Count}]");
        if (_epoch is not null)
        {
            Reconnections++;
            NotResumed += message.Resumed ? 0 : 1;
        }

        Enter(message.Epoch);

        if (message.Negotiation is { } negotiation && !message.Resumed)
            await CatchUpAsync(negotiation, message.Self.UserId);

        if (message.Peers.Count > 0)
            await OfferAsync();
    }

    private async Task CatchUpAsync(Negotiation negotiation, string self)
    {
        // What it got already it has: here only what is missing counts.
        if (negotiation.Offer is { } offer && offer.FromUserId != self && !Has("offer"))
            await OfferedAsync(offer);
        if (negotiation.Answer is { } answer && answer.FromUserId != self && !Has("answer"))
            await AnsweredAsync(answer);
        foreach (var candidate in negotiation.Candidates.Where(candidate => candidate.FromUserId != self && !Has(candidate.Candidate!.Candidate)))
            await TakeCandidate(candidate);
    }

    private Task TakeCandidate(IceCandidateRelay message) =>
        message.Candidate is { } candidate && candidate.UsernameFragment == _epoch ? Take(candidate.Candidate) : Task.CompletedTask;

    private Task PeerJoinedAsync(PeerJoined message)
    {
        Enter(message.Epoch);
        return OfferAsync();
    }

    /// <summary>The other, or this one, came without knowing the epoch, as a page that was loaded again: both begin anew.</summary>
    private void Enter(string epoch)
    {
        if (_epoch == epoch)
            return;

        _epoch = epoch;
        _offered = false;
        lock (_received)
            _received.Clear();

        // They were of the former epoch, and fail.
        foreach (var sent in _sent)
            _ = sent.ContinueWith(static failed => failed.Exception, TaskScheduler.Default);

        _sent.Clear();
    }

    private Task OfferAsync()
    {
        if (!_offers || _offered)
            return Task.CompletedTask;

        _offered = true;
        _sent.Add(_connection.SendOfferAsync(_epoch!, _cancelled));
        return Task.CompletedTask;
    }

    private async Task OfferedAsync(OfferRelay offer)
    {
        if (offer.Sdp != _epoch)
            return;

        await Take("offer");
        _sent.Add(_connection.SendAnswerAsync(_epoch, offer.Seq, _cancelled));
        SendCandidates();
    }

    private async Task AnsweredAsync(AnswerRelay answer)
    {
        if (answer.Sdp != _epoch)
            return;

        await Take("answer");
        SendCandidates();
    }

    private void SendCandidates() => _sent.AddRange(Enumerable.Range(0, Candidates).Select(candidate =>
        _connection.SendIceCandidateAsync(new() { Candidate = candidate.ToString(CultureInfo.InvariantCulture), UsernameFragment = _epoch }, _cancelled)));

    private bool Has(string message)
    {
        lock (_received)
            return _received.Contains(message);
    }

    private Task Take(string message)
    {
        lock (_received)
        {
            _received.Add(message);
            if (_received.Count >= Candidates + 1)
                _done.TrySetResult();
        }

        return Task.CompletedTask;
    }
}
