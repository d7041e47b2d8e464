namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>
/// Perfect negotiation over M4sh by the "Rules for clients" of docs/protocol.md; one for each RTCPeerConnection. That of two offers the one
/// with the higher seq stands makes the roles the server's business alone.
/// </summary>
internal sealed class ModelNegotiation(Func<string> newName, Func<string, string, long?, string> send)
{
    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(15);

    private readonly Queue<Relayed> _held = [];

    private OwnOffer? _own;
    private long? _answering;
    private DateTimeOffset _yieldUntil;

    /// <summary>The application wants to negotiate. Not from the start: a peer that has to offer anyway would heal all there is to find.</summary>
    private bool _needed;

    /// <summary>The other may have agreed to something else: negotiate again, with an ICE restart.</summary>
    private bool _disagreed;

    public ModelPeerConnection Connection { get; } = new();

    public bool IsIdle => _own is null && _answering is null && _held.Count == 0 && !_needed && !_disagreed;

    public void Want() => _needed = true;

    public void Disagree() => _disagreed = true;

    /// <summary>The other peer is there from now on: so long it has for an answer.</summary>
    public void PeerCame(DateTimeOffset now)
    {
        if (_own is { Seq: not null })
            _own = _own with { Deadline = now + OpenFor };
    }

    /// <summary>An application's change of mind.</summary>
    public void Rollback()
    {
        if (_own is not { Seq: not null })
            return;

        Connection.Rollback();
        _own = null;
        send("rollback", "", null);
    }

    /// <returns>Whether there was anything to do: an answer, an offer, an offer again.</returns>
    public bool Work(DateTimeOffset now, bool peerPresent)
    {
        if (_answering is { } offer)
        {
            _answering = null;
            send("answer", Connection.SetLocalAnswer(newName()), offer);
        }
        else if (_own is null ? (_needed || _disagreed) && now >= _yieldUntil : peerPresent && _own.Seq is not null && now >= _own.Deadline)
            Offer();
        else
            return false;

        return true;
    }

    public void Relay(Relayed message)
    {
        _held.Enqueue(message);
        Drain();
    }

    public void Acked(Sent message, long? seq, DateTimeOffset now)
    {
        if (_own?.Id == message.Id)
        {
            _own = _own with { Seq = seq, Deadline = now + OpenFor };
            Drain();
        }
        else if (message.Type == "answer" && Connection.CurrentLocal == message.Sdp)
            _disagreed = false;
        else if (message.Type == "rollback" && seq is null)
            _disagreed = true;
    }

    public void Refused(Sent message, DateTimeOffset now)
    {
        if (_own?.Id == message.Id)
        {
            Connection.Rollback();
            (_own, _needed, _yieldUntil) = (null, true, now + OpenFor);
            Drain();
        }
        else if (message.Type == "answer")
            _disagreed = true;
    }

    private void Offer()
    {
        var sdp = newName();
        Connection.SetLocalOffer(sdp);
        (_needed, _own) = (false, new(send("offer", sdp, null)));
    }

    // Whether one's own offer stands, and where, decides what the other's messages mean: until that is known they wait.
    private void Drain()
    {
        while (_own is null or { Seq: not null } && _held.TryDequeue(out var message))
        {
            switch (message.Type)
            {
                case "offer":
                    ApplyOffer(message);
                    break;
                case "answer":
                    ApplyAnswer(message);
                    break;
                case "rollback" when Connection.State == ModelSignalingState.HaveRemoteOffer:
                    Connection.Rollback();
                    (_answering, _yieldUntil) = (null, default);
                    break;
            }
        }
    }

    private void ApplyOffer(Relayed offer)
    {
        if (_own?.Seq > offer.Seq)
            return;

        _needed |= _own is not null;
        Connection.SetRemoteOffer(offer.Sdp);
        (_own, _answering, _yieldUntil) = (null, offer.Seq, default);
    }

    private void ApplyAnswer(Relayed answer)
    {
        if (_own is null || _own.Seq != answer.OfferSeq)
            _disagreed = true;
        else
        {
            _disagreed = !Connection.SetRemoteAnswer(answer.Sdp);
            if (_disagreed)
                Connection.Rollback();

            _own = null;
        }
    }

    private sealed record OwnOffer(string Id, long? Seq = null, DateTimeOffset Deadline = default);
}
