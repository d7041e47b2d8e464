using M4sh.Data;
using M4sh.Data.Sessions;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Sessions;

/// <summary>What every call of a peer asks, translated to SQL once.</summary>
internal static class SessionQueries
{
    /// <summary>A session with its participants, to read.</summary>
    public static readonly Func<M4shDbContext, Guid, CancellationToken, Task<SessionEntity?>> FindAsync = EF.CompileAsyncQuery(
        (M4shDbContext db, Guid id, CancellationToken cancellationToken) => db.Sessions.AsNoTracking()
            .Include(session => session.Participants)
            .SingleOrDefault(session => session.Id == id));

    /// <summary>What there is to know of a user who wants to be in a session, with a token of a time.</summary>
    public static readonly Func<M4shDbContext, Guid, string, DateTimeOffset, CancellationToken, Task<SessionEntry?>> FindEntryAsync = EF.CompileAsyncQuery(
        (M4shDbContext db, Guid id, string userId, DateTimeOffset issuedAt, CancellationToken cancellationToken) => db.Sessions
            .Where(session => session.Id == id)
            .Select(session => new SessionEntry(
                session.Status,
                session.TraceParent,
                session.Participants.Any(participant => participant.UserId == userId),
                session.Participants.Any(participant => participant.UserId == userId && participant.LeftAt == null),
                session.TokenRevocations.Any(revocation => revocation.UserId == userId && (revocation.Barred || revocation.RevokedUntil >= issuedAt))))
            .SingleOrDefault());

    /// <summary>A session's participants, and its revocations, to change: the session is there already.</summary>
    public static readonly Func<M4shDbContext, Guid, CancellationToken, Task<SessionEntity>> LoadAsync = EF.CompileAsyncQuery(
        (M4shDbContext db, Guid id, CancellationToken cancellationToken) => db.Sessions
            .Include(session => session.Participants)
            .Include(session => session.TokenRevocations)
            .AsSingleQuery()
            .Single(session => session.Id == id));
}
