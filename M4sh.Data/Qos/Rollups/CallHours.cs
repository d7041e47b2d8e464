using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.Data.Qos.Sketches;
using Microsoft.EntityFrameworkCore;

namespace M4sh.Data.Qos.Rollups;

/// <summary>How calls went, after their sessions are deleted.</summary>
public static class CallHours
{
    /// <summary>Deletes sessions that ended before then, and counts them, in one transaction. One caller at a time.</summary>
    /// <returns>How many were deleted.</returns>
    public static Task<int> FoldAsync(M4shDbContext db, DateTimeOffset endedBefore, int atMost, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var gone = await db.Sessions.AsNoTracking()
                .Where(session => session.EndedAt < endedBefore)
                .OrderBy(session => session.EndedAt)
                .Take(atMost)
                .Select(session => new { session.Id, session.CreatedAt, session.StartedAt, session.ConnectedAt, session.EndReason })
                .ToListAsync(token);
            foreach (var hour in gone.GroupBy(session => (Bucket: QosBuckets.Floor(session.CreatedAt, QosBuckets.Hour), session.EndReason)))
            {
                if (hour.Key.EndReason is not { } reason)
                    continue;

                var outcome = new CallOutcomes();
                foreach (var session in hour)
                    outcome.Add(session.StartedAt, session.ConnectedAt, isOver: true);

                await MergeAsync(db, hour.Key.Bucket, reason, outcome, token);
            }

            var ids = gone.ConvertAll(session => session.Id);
            var deleted = await db.Sessions.Where(session => ids.Contains(session.Id)).ExecuteDeleteAsync(token);
            await transaction.CommitAsync(token);
            return deleted;
        }, cancellationToken);

    private static async Task MergeAsync(M4shDbContext db, DateTimeOffset bucket, EndReason reason, CallOutcomes outcome, CancellationToken cancellationToken)
    {
        if (await db.CallHours.AsNoTracking().SingleOrDefaultAsync(hour => hour.BucketStart == bucket && hour.EndReason == reason, cancellationToken) is { } kept)
            outcome.Merge(kept);

        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO call_hours (bucket_start, end_reason, sessions, attempted, connected, setup_seconds)
            VALUES ({bucket}, {SnakeCase.Write(reason)}, {outcome.Sessions}, {outcome.Attempted}, {outcome.Connected}, {DDSketchFormat.Write(outcome.SetupSeconds)})
            ON CONFLICT (bucket_start, end_reason) DO UPDATE SET sessions = excluded.sessions, attempted = excluded.attempted,
                connected = excluded.connected, setup_seconds = excluded.setup_seconds
            """, cancellationToken);
    }
}
