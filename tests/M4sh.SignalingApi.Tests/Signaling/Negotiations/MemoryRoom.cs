using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Signaling.Negotiations;

namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>A room in memory, over the real <see cref="NegotiationState"/>. Its log is short, so that a gap is soon too large for a resume.</summary>
internal sealed class MemoryRoom : IModelRoom
{
    private const int LogLength = 8;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, Connection> _places = [];
    private readonly Dictionary<string, DateTimeOffset?> _goneAt = [];
    private readonly Dictionary<(string User, string Id), Reply> _replies = [];
    private readonly List<Relayed> _log = [];

    private NegotiationState _state = NegotiationState.Empty;
    private Relayed? _offer;
    private Relayed? _answer;
    private int _epoch;
    private long _seq;

    public DateTimeOffset Now { get; private set; }

    public ValueTask<IModelConnection> ConnectAsync(string user, Action<Told> tell) => new(new Connection(this, user, tell));

    public ValueTask AdvanceAsync(TimeSpan time)
    {
        Now += time;
        return default;
    }

    public ValueTask DisposeAsync() => default;

    private void Join(Connection peer, string? epoch, long? lastSeq)
    {
        var known = _goneAt.TryGetValue(peer.User, out var goneAt);
        var restarted = known && epoch is null;
        if (_epoch == 0 || restarted)
            StartEpoch();

        var first = _log.Count == 0 ? _seq + 1 : _log[0].Seq;
        var resumed = epoch == $"{_epoch}" && lastSeq >= first - 1 && !(Now - goneAt > Grace);
        if (!resumed)
            Forget(peer.User);

        _places[peer.User] = peer;
        _goneAt[peer.User] = null;
        _state = _state.Joined(peer.User, Now, OpenFor);
        var other = Other(peer);
        other?.Tell(new PeerCame($"{_epoch}", restarted));
        peer.Tell(new Joined($"{_epoch}", resumed ? lastSeq!.Value : _seq, resumed, other is not null, resumed ? [] : Current()));
        if (resumed)
            _log.Where(message => message.From != peer.User && message.Seq > lastSeq).ToList().ForEach(peer.Tell);
    }

    private Reply Take(Connection peer, Sent message)
    {
        if (_places.GetValueOrDefault(peer.User) != peer)
            return new(message.Id, null, ErrorCodes.InvalidRequest);

        if (_replies.TryGetValue((peer.User, message.Id), out var known))
            return known with { Repeated = true };

        var reply = Decide(peer, message);
        _replies.Add((peer.User, message.Id), reply);
        return reply;
    }

    private Reply Decide(Connection peer, Sent message)
    {
        var decision = message.Type switch
        {
            "offer" => _state.Offer(peer.User, peer.User == ModelCall.Polite, Now, OpenFor),
            "answer" => _state.Answer(peer.User, message.OfferSeq, Now),
            "rollback" => _state.Rollback(peer.User, Now),
            _ => new(NegotiationOutcome.Relay, _state),
        };
        if (decision.Outcome != NegotiationOutcome.Relay)
            return new(message.Id, null, decision.Outcome == NegotiationOutcome.Refused ? ErrorCodes.Glare : null);

        var relayed = new Relayed(++_seq, peer.User, message.Type, message.Sdp, message.OfferSeq);
        _state = message.Type == "offer" ? decision.Next.WithOfferSeq(_seq) : decision.Next;
        (_offer, _answer) = message.Type switch
        {
            "offer" => (relayed, null),
            "answer" => (_offer, relayed),
            "rollback" => (null, null),
            _ => (_offer, _answer),
        };
        _log.Add(relayed);
        if (_log.Count > LogLength)
            _log.RemoveAt(0);

        Other(peer)?.Tell(relayed);
        return new(message.Id, _seq);
    }

    private void Close(Connection peer)
    {
        if (_places.GetValueOrDefault(peer.User) != peer)
            return;

        _places.Remove(peer.User);
        _goneAt[peer.User] = Now;
        Other(peer)?.Tell(new PeerWent());
    }

    private void StartEpoch()
    {
        _epoch++;
        _seq = 0;
        _log.Clear();
        (_state, _offer, _answer) = (NegotiationState.Empty, null, null);
    }

    // The ids are kept for the grace period only.
    private void Forget(string user)
    {
        foreach (var key in _replies.Keys.Where(key => key.User == user).ToList())
            _replies.Remove(key);
    }

    private List<Relayed> Current() => [.. new[] { _offer, _answer }.OfType<Relayed>()];

    private Connection? Other(Connection peer) => _places.Values.SingleOrDefault(other => other.User != peer.User);

    private sealed class Connection(MemoryRoom room, string user, Action<Told> tell) : IModelConnection
    {
        public string User => user;

        public void Tell(Told told) => tell(told);

        public ValueTask JoinAsync(string? epoch, long? lastSeq)
        {
            room.Join(this, epoch, lastSeq);
            return default;
        }

        public ValueTask<Reply> SendAsync(Sent message) => new(room.Take(this, message));

        public ValueTask CloseAsync()
        {
            room.Close(this);
            return default;
        }
    }
}
