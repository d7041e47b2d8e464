using Microsoft.EntityFrameworkCore;

namespace M4sh.Data.Qos.Rollups;

/// <summary>How far the rollups are behind the samples.</summary>
public static class QosRollupLag
{
    // Of each shard the sample that was stored first: one look into the index, however many wait.
    private const string Sql =
        $"""
        SELECT min(recorded_at) AS "Value"
        FROM qos_rollup_shards CROSS JOIN LATERAL (
            SELECT recorded_at FROM {QosPartitions.Samples} WHERE {QosRollup.Unrolled} ORDER BY ingest_xact LIMIT 1) AS oldest
        """;

    /// <summary>
    /// For when the sample is that has waited longest; null where none waits. One that its client sends late is older than it has waited: it counts as that
    /// until it is rolled up.
    /// </summary>
    public static Task<DateTimeOffset?> FindOldestAsync(M4shDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);

            // A bitmap is made of all that waits, to take one of it.
            await db.Database.ExecuteSqlAsync($"SET LOCAL enable_bitmapscan = off", token);
            return await db.Database.SqlQueryRaw<DateTimeOffset?>(Sql).SingleAsync(token);
        }, cancellationToken);
    }
}
