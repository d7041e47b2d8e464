using M4sh.Contracts.Errors;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Ice;
using M4sh.SignalingApi.Qos;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>Who is there, and how the call goes; what is only passed on is <see cref="MessageRelay"/>'s. Knows no transport.</summary>
internal sealed class SignalingRouter(
    RoomStore rooms, IceTimers timers, MessageIds ids, Departures departures, TokenSuccessors successors, PeerDelivery delivery, Admission admission,
    SessionGateway sessions, IceRenewal renewal, IceFailures failures, CandidateMask mask,
    IOptions<QualityScoreOptions> score, TimeProvider time)
{
    public async Task<Ack> JoinAsync(SignalingPeer peer, JoinMessage message, CancellationToken cancellationToken)
    {
        SignalingRules.Validate(message);
        if (!peer.Joins.TryTake())
            throw new M4shException(ErrorCodes.RateLimited, "The connection joins too often.");

        var session = await admission.AdmitAsync(peer, joins: !peer.HasJoined, cancellationToken);

        // Only now its trace is known.
        using var span = SignalingTrace.Receive(SignalingTrace.Join, peer);
        if (!peer.HasJoined)
            successors.Plan(peer);

        var iceServers = await renewal.ServersAsync(peer, cancellationToken);

        // From the moment it is in the room the other may send to it, and nothing may overtake `joined`.
        await peer.Outbox.InTurnAsync(async client =>
        {
            // Its client may be back on another connection by now, which a join of this one would replace.
            peer.HasEntered = true;
            cancellationToken.ThrowIfCancellationRequested();
            var room = await rooms.JoinAsync(peer, message.Epoch, message.LastSeq, Left(session)) ?? throw Late(peer);
            peer.HasJoined = true;
            await TakeLeaveAsync(room);
            if (room.Others.Keys.Any(user => session.Participants.All(participant => participant.UserId != user)))
                session = await sessions.FindAsync(peer, cancellationToken);

            peer.Ice.IsResumed |= room.Resumed;
            renewal.Plan(peer, iceServers);
            peer.IsPolite = ParticipantOf(session, peer.UserId).Polite;
            (peer.Negotiation, peer.IceAt) = (room.State, room.IceAt);
            if (!room.Again)
                await AnnounceAsync(peer, session, room);

            var seq = room.Resumed ? message.LastSeq!.Value : room.Seq;
            var cursor = peer.Outbox.Cursor ??= new(peer, rooms, new QualityAdvisor(score.Value.PacketLossRobustness, time));
            if (room is { Again: true, Resumed: false })
                await cursor.FillAsync(client, room.Log);

            cursor.Start(room, seq);
            await PeerMessages.Joined.Of(Describe(peer, session, room, iceServers, seq)).SendAsync(client);
            if (room.Resumed)
                await cursor.FillAsync(client, room.Log);
        }, cancellationToken);
        return new() { Id = message.Id };
    }

    public async Task<Ack> LeaveAsync(SignalingPeer peer, LeaveMessage message, CancellationToken cancellationToken)
    {
        SignalingRules.Validate(message);

        // The session's notifier tells the other and closes this one; a user that had left already is closed here.
        var leave = await sessions.LeaveAsync(peer, message.Reason, cancellationToken);
        (peer.HasLeft, peer.IsOut) = (leave.Left, leave.Told);
        peer.Outbox.Post(PeerMessages.Stop(DisconnectReasons.Left));
        return new() { Id = message.Id };
    }

    public Task<Ack> ConnectionStateAsync(SignalingPeer peer, ConnectionStateMessage message, CancellationToken cancellationToken) =>
        ids.OnceAsync(peer, message.Id, async () =>
        {
            SignalingRules.Validate(message);
            SignalingRules.ValidateJoined(peer);
            IceFailures.Validate(message.IceFailure);
            await sessions.ReportAsync(peer, mask.Apply(message), cancellationToken);
            await failures.ReportedAsync(peer, message, cancellationToken);
            await timers.ReportAsync(peer, message.State);
            return new() { Id = message.Id };
        });

    public Task<Ack> QualityStatsAsync(SignalingPeer peer, QosSample sample, CancellationToken cancellationToken) =>
        ids.OnceAsync(peer, sample.Id, () => StoreAsync(peer, sample, cancellationToken));

    private async Task<Ack> StoreAsync(SignalingPeer peer, QosSample sample, CancellationToken cancellationToken)
    {
        SignalingRules.ValidateJoined(peer);
        await sessions.StoreAsync(peer, sample, cancellationToken);
        return new() { Id = sample.Id };
    }

    /// <summary>The connection is gone, for whatever reason.</summary>
    public async Task DisconnectedAsync(SignalingPeer peer)
    {
        if (!peer.HasEntered)
            return;

        if (!peer.IsOut)
            await departures.DepartAsync(peer);
        if (!peer.HasLeft)
            await NoteGoneAsync(peer);
    }

    private async Task NoteGoneAsync(SignalingPeer peer)
    {
        try
        {
            await sessions.DisconnectedAsync(peer, CancellationToken.None);
        }
        catch (Exception exception) when (ErrorTranslation.Translate(exception) is { Code: ErrorCodes.Unavailable })
        {
            // Nobody is there to be told. That it is gone the node's beat says when Postgres is there again; the timeline lacks when.
        }
    }

    private static M4shException Late(SignalingPeer peer)
    {
        peer.Outbox.Post(PeerMessages.Stop(DisconnectReasons.Replaced));
        return SignalingRules.NotJoined();
    }

    private static IEnumerable<(string, DateTimeOffset)> Left(Session session) => session.Participants
        .Where(participant => participant.LeftAt is not null)
        .Select(participant => (participant.UserId, participant.LeftAt!.Value));

    /// <summary>In place of the replica on which they left, which is late or died over it.</summary>
    private async Task TakeLeaveAsync(RoomEntry room)
    {
        foreach (var (userId, place) in room.Left)
        {
            if (place is { } older)
                await delivery.SendKeptAsync(older, PeerMessages.Stop(DisconnectReasons.Left));

            foreach (var other in room.Others.Values)
                await delivery.SendKeptAsync(other, PeerMessages.PeerLeft.Of(new() { UserId = userId }));
        }
    }

    private async Task AnnounceAsync(SignalingPeer peer, Session session, RoomEntry room)
    {
        if (room.Replaced is { } older)
            await delivery.SendKeptAsync(older, PeerMessages.Stop(DisconnectReasons.Replaced));

        var position = new RoomPosition(room.Epoch, room.LastOwnSeq) { Origin = peer.Place, Deadline = room.IceAt };
        var news = room is { Returned: true, Restarted: false }
            ? PeerMessages.PeerReconnected.Of(new() { UserId = peer.UserId }, position)
            : PeerMessages.PeerJoined.Of(new()
            {
                UserId = peer.UserId,
                Participant = ParticipantOf(session, peer.UserId),
                Epoch = room.Epoch,
                Restarted = room.Restarted,
            }, position);
        foreach (var other in room.Others.Values)
            await delivery.SendKeptAsync(other, news);
    }

    private static JoinedMessage Describe(SignalingPeer peer, Session session, RoomEntry room, IceServersResponse iceServers, long seq)
    {
        var self = ParticipantOf(session, peer.UserId);
        return new()
        {
            Session = session,
            Self = self,
            Polite = self.Polite,
            Peers = [.. session.Participants.Where(participant => room.Others.ContainsKey(participant.UserId))],
            Permissions = peer.Permissions,
            IceServers = iceServers.IceServers,
            IceServersExpiresAt = iceServers.ExpiresAt,
            IceCandidateTimeout = iceServers.IceCandidateTimeout,
            Epoch = room.Epoch,
            Seq = seq,
            Resumed = room.Resumed,
            Negotiation = room.Negotiation,
        };
    }

    private static Participant ParticipantOf(Session session, string userId) =>
        session.Participants.Single(participant => participant.UserId == userId);
}
