using System.Text.Json;
using System.Text.Json.Nodes;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;
using M4sh.Data;
using M4sh.Data.Sessions;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Tokens;

namespace M4sh.SignalingApi.Sessions;

/// <summary>
/// Who is in a session. Changes of one session come one after the other; the unique index on the places holds even where somebody forgets
/// that. Once a change is committed the others are told, though its caller may be gone.
/// </summary>
public sealed partial class SessionService
{
    /// <summary>Takes a place. Again as the same user: the same participant.</summary>
    public async Task<SessionJoin> JoinAsync(Guid sessionId, Caller caller, string? displayName, CancellationToken cancellationToken)
    {
        var (join, started) = await changes.RunAsync(sessionId, session =>
        {
            if (!SessionAccess.MayJoin(session, caller))
                throw NotFound();
            RefuseBarred(session, caller.UserId);
            if (session.Status == SessionStatus.Ended)
                throw Ended();

            var participant = TakePlace(session, caller, displayName);
            var started = Apply(session, SessionLifecycle.Joined(session.Present().Count()), caller.UserId);
            var grant = new TokenGrant(session.PermissionsOf(participant.Role), RevokedUntil(session, caller.UserId));
            return (new SessionJoin(session.ToContract(), participant.ToContract(), grant), started);
        }, cancellationToken, withRevocations: true);

        if (started)
            await notifier.SessionChangedAsync(sessionId, join.Session.Status, null, CancellationToken.None);

        return join;
    }

    /// <summary>Gives the place up; the session ends when nobody is left. Again: changes nothing.</summary>
    public async Task<SessionLeave> LeaveAsync(
        Guid sessionId, string userId, string? reason, SignalingLink? link, CancellationToken cancellationToken)
    {
        SessionRules.ValidateReason(reason);
        var (stored, events) = await departure.LeaveAsync(sessionId, userId, reason, link, cancellationToken);
        var session = stored?.Session ?? throw NotFound();
        if (session.Participants.All(participant => participant.UserId != userId))
        {
            telemetry.Refused(sessionId, ErrorCodes.Forbidden);
            throw NotParticipant();
        }

        if (events.Count == 0)
            return new(session, Left: false, Told: false);

        telemetry.Happened(stored, events);
        live.Publish(session);
        return new(session, Left: true, Told: await notifier.PeerLeftAsync(session, userId, reason));
    }

    /// <summary>Ends the session for everybody. Again: changes nothing.</summary>
    public async Task<Session> EndAsync(Guid sessionId, Caller caller, string? reason, CancellationToken cancellationToken)
    {
        SessionRules.ValidateReason(reason);
        await CheckMayGovernAsync(sessionId, caller, cancellationToken);
        var (result, ended) = await changes.RunAsync(sessionId, session =>
        {
            var trigger = session.CreatedBy == caller.UserId ? SessionTrigger.EndedByHost : SessionTrigger.EndedByAdmin;
            var ended = Apply(session, trigger, caller.UserId, reason);
            return (session.ToContract(), ended);
        }, cancellationToken);

        if (ended)
            await notifier.SessionChangedAsync(sessionId, result.Status, result.EndReason, CancellationToken.None);

        return result;
    }

    /// <summary>Ends the session whose peers find no path to each other. Again: changes nothing.</summary>
    public async Task FailIceAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var (status, reason, ended) = await changes.RunAsync(sessionId, session =>
        {
            var ended = Apply(session, SessionTrigger.IceFailed, userId: null);
            return (session.Status, session.EndReason, ended);
        }, cancellationToken);

        if (ended)
            await notifier.SessionChangedAsync(sessionId, status, reason, CancellationToken.None);
    }

    /// <summary>What a peer says of its connection. The notifier is told of a new status, as with every other change.</summary>
    /// <returns>The session's new status, if it changed.</returns>
    public async Task<SessionStatus?> ReportConnectionStateAsync(
        Guid sessionId, string userId, ConnectionStateMessage message, CancellationToken cancellationToken)
    {
        SessionRules.Validate(message);
        var changed = await changes.RunAsync(sessionId, session =>
        {
            if (session.Status == SessionStatus.Ended)
                throw Ended();

            Report(PresentParticipantOf(session, userId), message);
            return Apply(session, SessionLifecycle.Reported(message.State), userId) ? session.Status : (SessionStatus?)null;
        }, cancellationToken);

        if (changed is { } status)
            await notifier.SessionChangedAsync(sessionId, status, null, CancellationToken.None);

        return changed;
    }

    /// <summary>Remembers on the participant what it muted.</summary>
    public Task SetMutedAsync(Guid sessionId, string userId, MediaPermission kind, bool muted, CancellationToken cancellationToken) =>
        changes.RunAsync(sessionId, session =>
        {
            if (session.Status == SessionStatus.Ended)
                throw Ended();

            var participant = PresentParticipantOf(session, userId);
            if (muted == (kind switch { MediaPermission.Audio => participant.AudioMuted, MediaPermission.Video => participant.VideoMuted, _ => !muted }))
                return false;

            if (kind == MediaPermission.Audio)
                participant.AudioMuted = muted;
            else if (kind == MediaPermission.Video)
                participant.VideoMuted = muted;

            events.Add(sessionId, muted ? SessionEventTypes.Muted : SessionEventTypes.Unmuted, userId, new() { ["kind"] = SnakeCase.Write(kind) });
            return true;
        }, cancellationToken);

    private ParticipantEntity TakePlace(SessionEntity session, Caller caller, string? displayName)
    {
        var participant = session.Participants.SingleOrDefault(participant => participant.UserId == caller.UserId);
        if (participant is { LeftAt: null })
        {
            participant.DisplayName = displayName ?? participant.DisplayName;
            return participant;
        }

        var place = FreePlace(session) ?? throw new M4shException(ErrorCodes.SessionFull, "Two participants are in this session already.");
        if (participant is null)
        {
            participant = new() { SessionId = session.Id, UserId = caller.UserId, Role = RoleOf(session, caller.UserId) };
            session.Participants.Add(participant);
        }

        participant.Place = place;
        participant.DisplayName = displayName ?? participant.DisplayName ?? caller.DisplayName;
        participant.ConnectionState = PeerConnectionState.New;
        (participant.AudioMuted, participant.VideoMuted) = (false, false);
        (participant.JoinedAt, participant.LeftAt) = (time.StoredNow(), null);

        // Those of an earlier stay are of another connection, perhaps of another network.
        (participant.NatType, participant.CandidatePair) = (null, null);
        participant.ForgetSignaling();
        events.Add(session.Id, SessionEventTypes.Joined, caller.UserId, new() { ["role"] = SnakeCase.Write(participant.Role) });
        return participant;
    }

    /// <summary>The host is the creator, else the first to join; who was host for want of the creator is a guest once it comes.</summary>
    private ParticipantRole RoleOf(SessionEntity session, string userId)
    {
        var host = session.Participants.SingleOrDefault(participant => participant.Role == ParticipantRole.Host);
        if (userId != session.CreatedBy)
            return host is null ? ParticipantRole.Host : ParticipantRole.Guest;

        if (host is not null)
            db.Entry(host).Property(participant => participant.Role).CurrentValue = ParticipantRole.Guest;

        return ParticipantRole.Host;
    }

    private static short? FreePlace(SessionEntity session)
    {
        var taken = session.Present().Select(participant => participant.Place).ToHashSet();
        return !taken.Contains(ParticipantEntity.FirstPlace) ? ParticipantEntity.FirstPlace
            : !taken.Contains(ParticipantEntity.SecondPlace) ? ParticipantEntity.SecondPlace
            : null;
    }

    private void Report(ParticipantEntity participant, ConnectionStateMessage message)
    {
        if (participant.ConnectionState != message.State)
        {
            JsonObject data = new() { ["state"] = SnakeCase.Write(message.State) };
            events.Add(participant.SessionId, SessionEventTypes.ConnectionState, participant.UserId, data);
        }

        participant.ConnectionState = message.State;
        participant.NatType = message.NatType ?? participant.NatType;
        if (message.CandidatePair is { ValueKind: JsonValueKind.Object } pair)
            participant.CandidatePair = pair;
    }

    /// <summary>Lets the session go on as its life cycle says, and records it in the same transaction.</summary>
    /// <returns>Whether its status changed.</returns>
    private bool Apply(SessionEntity session, SessionTrigger trigger, string? userId, string? text = null)
    {
        var transition = session.Apply(trigger, time.StoredNow());
        if (transition.IsRefused)
            throw Ended();

        if (transition.Event is { } type)
            events.Add(session.Id, type, userId, SessionEventData.Of(transition, text));

        return transition.IsChange;
    }

    private static ParticipantEntity ParticipantOf(SessionEntity session, string userId) =>
        session.Participants.SingleOrDefault(participant => participant.UserId == userId) ?? throw NotParticipant();

    private static ParticipantEntity PresentParticipantOf(SessionEntity session, string userId) =>
        ParticipantOf(session, userId) is { LeftAt: null } participant ? participant : throw NotParticipant();

    private static M4shException NotParticipant() => new(ErrorCodes.Forbidden, "Only a participant of the session may do this.");
}
