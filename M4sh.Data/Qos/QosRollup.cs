using Microsoft.EntityFrameworkCore;

namespace M4sh.Data.Qos;

/// <summary>Makes <c>qos_minutes</c> of <c>qos_samples</c>.</summary>
public static class QosRollup
{
    private static readonly string[] Metrics = ["rtt_ms", "packet_loss_pct", "jitter_ms"];

    private static readonly string[] Statistics = ["avg", "min", "max", "p50", "p95", "p99"];

    private static readonly string Upsert = CreateUpsert();

    /// <summary>From when on there are samples that may not be in the minutes: the last minute made, else the first sample.</summary>
    /// <returns>Null when there are no samples.</returns>
    public static async Task<DateTimeOffset?> FindStartAsync(M4shDbContext db, CancellationToken cancellationToken)
    {
        var first = await db.QosSamples.MinAsync(sample => (DateTimeOffset?)sample.RecordedAt, cancellationToken);
        var last = await db.QosMinutes.MaxAsync(minute => (DateTimeOffset?)minute.BucketStart, cancellationToken);
        return last > first ? last : first;
    }

    /// <summary>
    /// Makes the minutes of a span anew; whole minutes. Doing it again changes nothing, and a minute is only written when its number of
    /// samples has changed. Minutes whose samples are gone stay as they are.
    /// </summary>
    /// <returns>How many minutes were written.</returns>
    public static Task<int> RollAsync(M4shDbContext db, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);

            // In a statement of its own, before the snapshot of the next: else a worker that has seen fewer samples could write last.
            await LockAsync(db, token);
            var written = await db.Database.ExecuteSqlRawAsync(Upsert, [from, to], token);
            await transaction.CommitAsync(token);
            return written;
        }, cancellationToken);

    /// <summary>Nobody else makes or changes minutes until the transaction ends.</summary>
    internal static Task LockAsync(M4shDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('qos_minutes'))", cancellationToken);

    private static string CreateUpsert()
    {
        var columns = from metric in Metrics from statistic in Statistics select $"{metric}_{statistic}";
        var aggregates = from metric in Metrics
                         select $"""
                             avg({metric}) AS {metric}_avg, min({metric}) AS {metric}_min, max({metric}) AS {metric}_max,
                             percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY {metric}) AS {metric}_p
                             """;
        var values = from metric in Metrics
                     select $"{metric}_avg, {metric}_min, {metric}_max, {metric}_p[1], {metric}_p[2], {metric}_p[3]";
        return
            $$"""
            INSERT INTO qos_minutes AS kept (session_id, user_id, bucket_start, samples, {{string.Join(", ", columns)}})
            SELECT session_id, user_id, bucket_start, samples, {{string.Join(", ", values)}}
            FROM (
                SELECT session_id, user_id, date_bin('1 minute', recorded_at, TIMESTAMPTZ '2000-01-01 00:00:00+00') AS bucket_start,
                    count(*) AS samples, {{string.Join(", ", aggregates)}}
                FROM {{QosPartitions.Table}} WHERE recorded_at >= {0} AND recorded_at < {1} GROUP BY 1, 2, 3) AS made
            ON CONFLICT (session_id, user_id, bucket_start) DO UPDATE
            SET samples = excluded.samples, {{string.Join(", ", columns.Select(column => $"{column} = excluded.{column}"))}}
            WHERE kept.samples <> excluded.samples
            """;
    }
}
