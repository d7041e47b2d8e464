using M4sh.Data;
using M4sh.Data.Sessions;
using Microsoft.EntityFrameworkCore;

namespace M4sh.QosWorker.Reaping;

/// <summary>Finds what is to be reaped, and holds it.</summary>
internal sealed class ReapQueries(M4shDbContext db, ReapOptions options, IReadOnlyList<string> alive, DateTimeOffset now)
{
    private readonly string[] _alive = [.. alive];

    /// <summary>The sessions to be reaped, or which of those given.</summary>
    public async Task<IReadOnlyList<Reapable>> FindAsync(Guid[]? among, CancellationToken cancellationToken)
    {
        var gone = now - options.Grace;
        return await db.Database.SqlQuery<Reapable>(
            $"""
            SELECT id, expired, trace_parent FROM (
                SELECT id, trace_parent, CASE WHEN started_at IS NULL THEN created_at < {now - options.MaxWait} ELSE started_at < {now - options.MaxDuration} END AS expired,
                    started_at IS NOT NULL AND NOT EXISTS (
                        SELECT FROM participants WHERE session_id = sessions.id AND left_at IS NULL AND NOT CASE
                            WHEN signaling_node IS NULL THEN joined_at < {now - options.FirstConnection}
                            WHEN signaling_gone_at IS NOT NULL THEN signaling_gone_at < {gone}
                            ELSE signaling_node <> ALL ({_alive}) AND signaling_at < {gone} END) AS abandoned
                FROM sessions WHERE ended_at IS NULL AND ({among}::uuid[] IS NULL OR id = ANY ({among}))) AS open
            WHERE expired OR abandoned ORDER BY id LIMIT {options.ReapBatchSize}
            """).ToListAsync(cancellationToken);
    }

    /// <summary>Locks an open session until the transaction ends; null when it is another's just now, or has ended.</summary>
    public async Task<SessionEntity?> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.FromSql($"SELECT * FROM sessions WHERE id = {id} AND ended_at IS NULL FOR UPDATE SKIP LOCKED")
            .SingleOrDefaultAsync(cancellationToken);
        if (session is not null)
            await db.Entry(session).Collection(session => session.Participants).LoadAsync(cancellationToken);

        return session;
    }
}
