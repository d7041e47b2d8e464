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

    /// <summary>A session's participants, and its revocations, to change: the session is there already.</summary>
    public static readonly Func<M4shDbContext, Guid, CancellationToken, Task<SessionEntity>> LoadAsync = EF.CompileAsyncQuery(
        (M4shDbContext db, Guid id, CancellationToken cancellationToken) => db.Sessions
            .Include(session => session.Participants)
            .Include(session => session.TokenRevocations)
            .AsSingleQuery()
            .Single(session => session.Id == id));
}
