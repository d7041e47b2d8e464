namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>What a client keeps over its connections: ids, what is not acked yet, where it was. A reload forgets it all.</summary>
internal sealed class ModelClient
{
    private readonly string _user;
    private readonly Func<string> _newId;
    private readonly OrderedDictionary<string, Sent> _unacked = [];
    private readonly List<Sent> _sent = [];

    private long _lastSeq;
    private bool _peerPresent;
    private Action<Sent>? _send;

    public ModelClient(string user, Func<string> newId)
    {
        (_user, _newId) = (user, newId);
        Negotiation = new(newId, Send);
    }

    public ModelNegotiation Negotiation { get; private set; }

    public string? Epoch { get; private set; }

    public long? LastSeq => Epoch is null ? null : _lastSeq;

    /// <summary>Up to here it was told by the room's state rather than by messages.</summary>
    public long Since { get; private set; }

    /// <summary>The seq of each message that it was told since.</summary>
    public List<long> Seen { get; } = [];

    public bool IsIdle => _send is not null && _unacked.Count == 0 && Negotiation.IsIdle;

    public void Disconnected() => _send = null;

    public bool Work(DateTimeOffset now) => _send is not null && Negotiation.Work(now, _peerPresent);

    public void Rollback()
    {
        if (_send is not null)
            Negotiation.Rollback();
    }

    public void Candidate()
    {
        if (_send is not null)
            Send("ice-candidate", "", null);
    }

    /// <summary>A message of this page once more, as after a time-out of the client's own.</summary>
    public void Resend(int number)
    {
        if (_sent.Count > 0)
            _send?.Invoke(_sent[number % _sent.Count]);
    }

    public void Take(Told told, Action<Sent> send, DateTimeOffset now)
    {
        switch (told)
        {
            case Joined joined:
                TakeJoined(joined, send, now);
                break;
            case Relayed message:
                Assert.True(message.Seq > _lastSeq, $"{_user} had {_lastSeq} and was told {message.Seq}");
                Seen.Add(_lastSeq = message.Seq);
                Negotiation.Relay(message);
                break;
            case PeerCame came:
                if (came.Restarted)
                    StartEpoch(came.Epoch, seq: 0);

                _peerPresent = true;
                Negotiation.PeerCame(now);
                break;
            case PeerWent:
                _peerPresent = false;
                break;
            case Reply reply when _unacked.Remove(reply.Id, out var message):
                if (reply.Code is null)
                    Negotiation.Acked(message, reply.Seq, now);
                else
                    Negotiation.Refused(message, now);
                break;
        }
    }

    private void TakeJoined(Joined joined, Action<Sent> send, DateTimeOffset now)
    {
        Assert.True(!joined.Resumed || (joined.Epoch == Epoch && joined.Seq == _lastSeq), $"{_user} had {Epoch}:{_lastSeq} and was told {joined}");
        var missed = joined.Negotiation.Where(message => message.From != _user && (joined.Epoch != Epoch || message.Seq > _lastSeq)).ToList();
        if (joined.Epoch != Epoch)
            StartEpoch(joined.Epoch, joined.Seq);
        else if (!joined.Resumed)
        {
            Negotiation.Disagree();
            SkipTo(joined.Seq);
        }

        missed.ForEach(Negotiation.Relay);
        (_send, _peerPresent) = (send, joined.PeerPresent);
        if (_peerPresent)
            Negotiation.PeerCame(now);

        foreach (var message in _unacked.Values)
            send(message);
    }

    // A new RTCPeerConnection on both sides: what was under way is void.
    private void StartEpoch(string epoch, long seq)
    {
        Epoch = epoch;
        SkipTo(seq);
        _unacked.Clear();
        Negotiation = new(_newId, Send);
    }

    private void SkipTo(long seq)
    {
        Since = _lastSeq = seq;
        Seen.Clear();
        _sent.Clear();
    }

    private string Send(string type, string sdp, long? offerSeq)
    {
        var message = new Sent(_newId(), type, sdp, offerSeq);
        _unacked.Add(message.Id, message);
        _sent.Add(message);
        _send!(message);
        return message.Id;
    }
}
