using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.Data.Sessions;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Tokens;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Sessions;

/// <summary>Whose tokens count, and who may have one.</summary>
public sealed partial class SessionService
{
    /// <summary>What a participant with a place is granted; for its tokens.</summary>
    public async Task<TokenGrant> GrantAsync(Guid sessionId, Caller caller, CancellationToken cancellationToken)
    {
        var userId = caller.UserId;
        var session = await db.Sessions.AsNoTracking()
            .Include(session => session.Participants)
            .Include(session => session.TokenRevocations.Where(revocation => revocation.UserId == userId))
            .Where(SessionAccess.VisibleTo(caller))
            .SingleOrDefaultAsync(session => session.Id == sessionId, cancellationToken) ?? throw NotFound();
        RefuseBarred(session, userId);
        var participant = ParticipantOf(session, userId);
        if (session.Status == SessionStatus.Ended)
            throw Ended();

        return participant.LeftAt is null
            ? new(session.PermissionsOf(participant.Role), RevokedUntil(session, userId), session.StartedAt)
            : throw NotParticipant();
    }

    /// <summary>Only its creator and admins may end a session, revoke the tokens of others in it, and bar them.</summary>
    public async Task CheckMayGovernAsync(Guid sessionId, Caller caller, CancellationToken cancellationToken)
    {
        var session = await GetAsync(sessionId, caller, cancellationToken);
        if (!caller.IsAdmin && session.CreatedBy != caller.UserId)
            throw new M4shException(ErrorCodes.Forbidden, "Only the session's creator or an admin may do this.");
    }

    /// <summary>
    /// Revokes all of a user's tokens and keeps it out until it is allowed again. Its place is free; a call in which nobody is left ends.
    /// A session that was still waiting goes on waiting.
    /// </summary>
    public async Task BarAsync(Guid sessionId, string userId, Caller caller, CancellationToken cancellationToken)
    {
        var (result, ended) = await changes.RunAsync(sessionId, session =>
        {
            Revoke(session, userId).Barred = true;
            events.Add(sessionId, SessionEventTypes.Barred, userId, new() { ["by"] = caller.UserId });
            var participant = session.Present().SingleOrDefault(participant => participant.UserId == userId);
            participant?.Leave(time.StoredNow());
            var alone = participant is not null && !session.Present().Any();
            var ended = alone && Apply(session, SessionTrigger.TokensRevoked, caller.UserId);
            return (session.ToContract(), ended);
        }, cancellationToken, withRevocations: true);

        // Again is not nothing: connections may have been missed while Redis was away.
        await notifier.TokenRevokedAsync(sessionId, userId, tokenId: null, CancellationToken.None);
        if (ended)
            await notifier.SessionChangedAsync(sessionId, result.Status, result.EndReason, CancellationToken.None);
    }

    /// <summary>Lifts a user's bar, and gives it back the place that it had while one is free. Its old tokens stay revoked.</summary>
    public async Task AllowAsync(Guid sessionId, string userId, Caller caller, CancellationToken cancellationToken)
    {
        var (status, started) = await changes.RunAsync(sessionId, session =>
        {
            if (session.TokenRevocations.SingleOrDefault(revocation => revocation.UserId == userId) is not { Barred: true } revocation)
                return (session.Status, false);

            revocation.Barred = false;
            events.Add(sessionId, SessionEventTypes.Allowed, userId, new() { ["by"] = caller.UserId });
            var wasIn = session.Participants.Any(participant => participant.UserId == userId);
            if (!wasIn || session.Status == SessionStatus.Ended || FreePlace(session) is null)
                return (session.Status, false);

            TakePlace(session, new(userId), displayName: null);
            var started = Apply(session, SessionLifecycle.Joined(session.Present().Count()), userId);
            return (session.Status, started);
        }, cancellationToken, withRevocations: true);

        if (started)
            await notifier.SessionChangedAsync(sessionId, status, null, CancellationToken.None);
    }

    private static void RefuseBarred(SessionEntity session, string userId)
    {
        if (session.TokenRevocations.Any(revocation => revocation.UserId == userId && revocation.Barred))
            throw new M4shException(ErrorCodes.Forbidden, "You have been barred from this session.");
    }

    private static DateTimeOffset? RevokedUntil(SessionEntity session, string userId) =>
        session.TokenRevocations.SingleOrDefault(revocation => revocation.UserId == userId)?.RevokedUntil;

    /// <summary>Revokes all tokens of a user so far.</summary>
    private TokenRevocationEntity Revoke(SessionEntity session, string userId)
    {
        var revocation = session.TokenRevocations.SingleOrDefault(revocation => revocation.UserId == userId);
        if (revocation is null)
        {
            revocation = new() { SessionId = session.Id, UserId = userId };
            session.TokenRevocations.Add(revocation);
        }

        var until = TokenRevocations.Until(time.GetUtcNow());

        // What was issued after the last revocation is a second later at least (SessionTokenService), and covered too.
        var after = revocation.RevokedUntil + SessionTokenService.IssueStep;
        revocation.RevokedUntil = until > after ? until : after;
        return revocation;
    }
}
