using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Signaling.Negotiations;
using M4sh.SignalingApi.Signaling.Rooms;
using M4sh.SignalingApi.Signaling.Routing;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>
/// How far one connection is in its room. What it has already is dropped, what is missing is read from the room before anything newer is sent: so
/// each message comes once and in order, whatever became of the node that should have brought it. Used by the outbox alone, in turn.
/// </summary>
internal sealed class RoomCursor(SignalingPeer peer, RoomStore rooms, QualityAdvisor advisor)
{
    private volatile string _epoch = "";
    private long _seen;

    // As _seen, but after it was written.
    private long _told;

    // Whom the client knows, here or not.
    private string? _known;
    private volatile OtherPeer? _other;

    /// <summary>The other peer, as far as the client was told that it is here.</summary>
    public OtherPeer? Other => _other;

    /// <summary>The epoch that it is in; may be asked at any time.</summary>
    public string Epoch => _epoch;

    /// <summary>Whether all up to there was sent; may be asked at any time.</summary>
    public bool Has(string epoch, long seq) => _epoch == epoch && Volatile.Read(ref _told) >= seq;

    /// <summary>Sends what is missing up to there.</summary>
    /// <exception cref="M4shException"><c>unavailable</c>: it cannot be had.</exception>
    public async Task ReachAsync(PeerClient client, string epoch, long seq)
    {
        if (!Has(epoch, seq) && !await LookAsync(client))
            throw SignalingRules.RoomLost();
    }

    /// <param name="room">The room that the client is about to be told of.</param>
    /// <param name="seen">Up to where it has what was relayed.</param>
    public void Start(RoomEntry room, long seen)
    {
        Enter(room.Epoch, seen);
        _other = room.Others.Select(place => new OtherPeer(place.Key, place.Value)).FirstOrDefault();
        _known = _other?.UserId ?? _known;
    }

    /// <summary>Sends what the client does not have of the log.</summary>
    public async Task FillAsync(PeerClient client, IReadOnlyList<LogEntry> log)
    {
        foreach (var entry in log)
        {
            if (entry.Seq <= _seen)
                continue;

            _seen = entry.Seq;
            if (entry.Type?.Relayed(entry.Json, new(_epoch, 0, entry.Seq)) is PeerRelay message && message.From != peer.UserId)
                await message.SendAsync(client);

            Volatile.Write(ref _told, _seen);
        }
    }

    public async Task SendAsync(PeerClient client, PeerMessage message)
    {
        if (message.Type == PeerMessages.Look)
            await LookAsync(client);
        else if (message is PeerMessage<QosBatch> sampled)
            await AdviseAsync(client, sampled.Body);
        else if (message.Position is not { } position)
            await SendUnorderedAsync(client, message);
        else if (message is PeerMessage<PeerJoined> joined)
            await SendJoinedAsync(client, joined, position);
        else if (await IsNextAsync(client, message, position))
            await SendNextAsync(client, message, position);
    }

    private Task AdviseAsync(PeerClient client, QosBatch sampled) =>
        advisor.Advise(sampled.Samples) is { } advice ? PeerMessages.QualityRecommendation.Of(advice).SendAsync(client) : Task.CompletedTask;

    private Task SendUnorderedAsync(PeerClient client, PeerMessage message)
    {
        // Who left may be told of after who came in its place.
        if (message is PeerMessage<PeerLeft> left && left.Body.UserId == _known)
            (_known, _other) = (null, null);
        else if (message is PeerMessage<SessionStateMessage> { Body.Status: SessionStatus.Connected })
            peer.IceAt = 0;

        return message.SendAsync(client);
    }

    private Task SendJoinedAsync(PeerClient client, PeerMessage<PeerJoined> joined, RoomPosition position)
    {
        // A look at the room was faster.
        if (position.Epoch == _epoch && _other?.Place == position.Origin)
            return Task.CompletedTask;

        if (position.Epoch != _epoch)
            Enter(position.Epoch, 0);

        return SendNextAsync(client, joined, position);
    }

    private async Task<bool> IsNextAsync(PeerClient client, PeerMessage message, RoomPosition position)
    {
        if ((position.Epoch != _epoch || position.Previous > _seen) && !await LookAsync(client))
            return false;

        if (position.Seq > 0)
            return position.Epoch == _epoch && position.Seq > _seen;

        // The news of a connection that went and of the one that came may overtake each other.
        return message.Type == PeerMessages.PeerDisconnected ? _other?.Place == position.Origin : _other?.Place != position.Origin;
    }

    private async Task SendNextAsync(PeerClient client, PeerMessage message, RoomPosition position)
    {
        if (position.Seq > 0)
            _seen = position.Seq;
        else if (message is PeerMessage<PeerJoined> joined)
            Meet(new(joined.Body.UserId, position.Origin!.Value));
        else if (message is PeerMessage<PeerPresence> presence)
            Meet(message.Type == PeerMessages.PeerDisconnected ? null : new(presence.Body.UserId, position.Origin!.Value));

        Learn(message, position);
        await message.SendAsync(client);
        Volatile.Write(ref _told, _seen);
    }

    private void Learn(PeerMessage message, RoomPosition position)
    {
        var isOffer = message.Type == PeerMessages.Offer;
        if (position.Version > 0)
        {
            peer.Negotiation = new(position.Epoch, position.Version, isOffer
                ? new() { Offerer = (message as PeerRelay)?.From, OfferSeq = position.Seq, OpenUntil = position.Deadline }
                : NegotiationState.Empty);
        }

        if (!isOffer && position.Deadline > 0)
            peer.IceAt = position.Deadline;
    }

    private void Enter(string epoch, long seen)
    {
        Volatile.Write(ref _told, 0);
        (_epoch, _seen) = (epoch, seen);
        Volatile.Write(ref _told, seen);
    }

    private void Meet(OtherPeer? other)
    {
        _other = other;
        _known = other?.UserId ?? _known;
    }

    /// <summary>Compares with the room, and tells the client all that it was not told.</summary>
    /// <returns>False where that cannot be, and the connection is closed for it: what is newer must not get to the client, which would take it for all.</returns>
    private async Task<bool> LookAsync(PeerClient client)
    {
        var room = await rooms.ReadAsync(peer, _epoch, _seen);
        switch (room.Reading)
        {
            case RoomReading.Replaced:
                peer.Outbox.Post(PeerMessages.Stop(DisconnectReasons.Replaced));
                return false;
            case RoomReading.Lost or RoomReading.TooMuch:
                peer.Outbox.Post(PeerMessages.Resume(DisconnectReasons.RoomLost));
                return false;
        }

        var restarted = room.Epoch != _epoch;
        if (restarted)
            Enter(room.Epoch, 0);

        var wasTold = _other is not null || restarted;
        await ComeAsync(client, room, restarted);
        await FillAsync(client, room.Log);
        if (wasTold && _other is null && _known is { } gone)
            await PeerMessages.PeerDisconnected.Of(new() { UserId = gone }).SendAsync(client);

        return true;
    }

    private async Task ComeAsync(PeerClient client, RoomChanges room, bool restarted)
    {
        if (_known is { } left && !room.Users.Contains(left))
        {
            await PeerMessages.PeerLeft.Of(new() { UserId = left }).SendAsync(client);
            (_known, _other) = (null, null);
        }

        var here = room.Others.Select(place => new OtherPeer(place.Key, place.Value)).FirstOrDefault();
        if (restarted && _known is { } known)
            await PeerMessages.PeerJoined.Of(new() { UserId = known, Epoch = _epoch, Restarted = true }).SendAsync(client);
        else if (here is not null && _known is null)
            await PeerMessages.PeerJoined.Of(new() { UserId = here.UserId, Epoch = _epoch, Restarted = restarted }).SendAsync(client);
        else if (here is not null && _other is null)
            await PeerMessages.PeerReconnected.Of(new() { UserId = here.UserId }).SendAsync(client);

        Meet(here);
    }
}
