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
            if (session.Status == SessionStatus.Ended)
                throw Ended();

            var participant = TakePlace(session, caller, displayName);
            var started = Advance(session, SessionLifecycle.AfterJoin(session.Status, session.Present().Count()), caller.UserId);
            return (new SessionJoin(session.ToContract(), participant.ToContract(), session.PermissionsOf(participant.Role)), started);
        }, cancellationToken);

        if (started)
            await notifier.SessionChangedAsync(sessionId, join.Session.Status, null, CancellationToken.None);

        return join;
    }

    /// <summary>Gives the place up; the session ends when nobody is left. Again: changes nothing.</summary>
    public async Task<Session> LeaveAsync(Guid sessionId, string userId, string? reason, CancellationToken cancellationToken)
    {
        SessionRules.ValidateReason(reason);
        var (result, left, ended) = await changes.RunAsync(sessionId, session =>
        {
            var participant = ParticipantOf(session, userId);
            if (participant.LeftAt is not null || session.Status == SessionStatus.Ended)
                return (session.ToContract(), false, false);

            participant.LeftAt = time.StoredNow();
            participant.ConnectionState = PeerConnectionState.Closed;
            events.Add(sessionId, SessionEventTypes.Left, userId, reason is null ? null : new() { ["reason"] = reason });
            var next = SessionLifecycle.AfterLeave(session.Status, session.Present().Count());
            var ended = next == SessionStatus.Ended && Advance(session, next, userId, EndReason.Hangup);
            return (session.ToContract(), true, ended);
        }, cancellationToken);

        if (left)
            await notifier.PeerLeftAsync(sessionId, userId, reason, CancellationToken.None);
        if (ended)
            await notifier.SessionChangedAsync(sessionId, result.Status, result.EndReason, CancellationToken.None);

        return result;
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
            return Advance(session, SessionLifecycle.AfterReport(session.Status, message.State), userId) ? session.Status : (SessionStatus?)null;
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
            if (kind == MediaPermission.Audio)
                participant.AudioMuted = muted;
            else if (kind == MediaPermission.Video)
                participant.VideoMuted = muted;

            events.Add(sessionId, muted ? SessionEventTypes.Muted : SessionEventTypes.Unmuted, userId, new() { ["kind"] = SnakeCase.Write(kind) });
            return true;
        }, cancellationToken);

    /// <summary>What a participant with a place may send; for its tokens.</summary>
    public async Task<IReadOnlyList<MediaPermission>> PermissionsAsync(Guid sessionId, Caller caller, CancellationToken cancellationToken)
    {
        var session = await FindVisibleAsync(sessionId, caller, cancellationToken);
        var participant = ParticipantOf(session, caller.UserId);
        if (session.Status == SessionStatus.Ended)
            throw Ended();

        return participant.LeftAt is null ? session.PermissionsOf(participant.Role) : throw NotParticipant();
    }

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

    /// <summary>Sets the status with its time, and records it.</summary>
    /// <returns>Whether it changed.</returns>
    private bool Advance(SessionEntity session, SessionStatus next, string userId, EndReason? reason = null)
    {
        if (next == session.Status)
            return false;

        session.Status = next;
        if (next == SessionStatus.Connected)
            session.ConnectedAt = time.StoredNow();
        if (next == SessionStatus.Ended)
            (session.EndedAt, session.EndReason) = (time.StoredNow(), reason);

        JsonObject? data = reason is { } known ? new() { ["reason"] = SnakeCase.Write(known) } : null;
        events.Add(session.Id, SnakeCase.Write(next), userId, data);
        return true;
    }

    private static ParticipantEntity ParticipantOf(SessionEntity session, string userId) =>
        session.Participants.SingleOrDefault(participant => participant.UserId == userId) ?? throw NotParticipant();

    private static ParticipantEntity PresentParticipantOf(SessionEntity session, string userId) =>
        ParticipantOf(session, userId) is { LeftAt: null } participant ? participant : throw NotParticipant();

    private static M4shException NotParticipant() => new(ErrorCodes.Forbidden, "Only a participant of the session may do this.");
}
