using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace M4sh.Data.Qos.Rollups;

/// <summary>
/// Makes the rollups of the raw samples: each sample once, whatever workers there are and whenever one dies. A sample carries the number of the transaction
/// that stored it, and each shard (<see cref="QosShard"/>) has a watermark: which transactions were over (<see cref="XactSnapshot"/>) when it was last rolled
/// up. What they stored is in the rollups, what any other stored is not; and the rollups and the watermark move in one transaction. So it matters neither
/// for what time a sample is (a late one is merged into its bucket like any other), nor in what order transactions end, nor how long any of them goes on.
/// </summary>
public static class QosRollup
{
    /// <summary>SQL: the samples of the shard <c>shard</c> that are not in the rollups, where <c>watermark</c> is that shard's.</summary>
    public const string Unrolled =
        $"{QosShard.Sql} = shard AND ingest_xact >= pg_snapshot_xmin(watermark) AND NOT pg_visible_in_snapshot(ingest_xact, watermark)";

    private static readonly QosRollupTable<(Guid Session, string User, DateTimeOffset Bucket)> Minutes = OfParticipant(QosPartitions.Minutes);

    private static readonly QosRollupTable<(Guid Session, string User, DateTimeOffset Bucket)> SessionHours = OfParticipant("qos_session_hours");

    private static readonly QosRollupTable<DateTimeOffset> OverallMinutes = new("qos_overall_minutes", bucket => bucket);

    private static readonly QosRollupTable<(DateTimeOffset Bucket, string Quality, string CandidateType, string NatType)> OverallHours = new(
        "qos_overall_hours",
        key => key.Bucket,
        new("quality", NpgsqlDbType.Text, keys => keys.Select(key => key.Quality).ToArray()),
        new("candidate_type", NpgsqlDbType.Text, keys => keys.Select(key => key.CandidateType).ToArray()),
        new("nat_type", NpgsqlDbType.Text, keys => keys.Select(key => key.NatType).ToArray()));

    /// <summary>Rolls up what a shard's next transactions have stored, up to about so many samples: not fewer than a transaction's.</summary>
    /// <returns>How many samples there were; null: another is at the shard.</returns>
    public static Task<int?> RollAsync(M4shDbContext db, int shard, int atMost, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync<int?>(async token =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var connection = (NpgsqlConnection)db.Database.GetDbConnection();
            if (!await ClaimAsync(connection, shard, token))
                return null;

            // In the order of the index and no further than the batch goes: a bitmap is made of all that waits, which after a downtime is a lot, batch after batch.
            await db.Database.ExecuteSqlAsync($"SET LOCAL enable_bitmapscan = off", token);

            var to = await FindEndAsync(connection, shard, atMost, token);
            var batch = await ReadAsync(connection, shard, to, token);
            if (batch.Samples > 0)
            {
                await Minutes.MergeAsync(connection, batch.Minutes, token);
                await SessionHours.MergeAsync(connection, batch.SessionHours, token);
                await MergeOverallAsync(connection, batch, token);
                await AdvanceAsync(connection, shard, to, token);
            }

            await transaction.CommitAsync(token);
            return batch.Samples;
        }, cancellationToken);

    /// <summary>Whether a day has samples that are not in the rollups.</summary>
    public static Task<bool> IsPendingAsync(M4shDbContext db, QosPartition partition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partition);
        var sql =
            $"""
            SELECT EXISTS (
                SELECT FROM qos_rollup_shards CROSS JOIN LATERAL (
                    SELECT FROM {partition.Name} WHERE {Unrolled} LIMIT 1) AS pending) AS "Value"
            """;
        return db.Database.SqlQueryRaw<bool>(sql).SingleAsync(cancellationToken);
    }

    /// <summary>How many samples of a day (UTC) were rolled up.</summary>
    public static Task<long> CountAsync(M4shDbContext db, DateOnly day, CancellationToken cancellationToken)
    {
        var (from, to) = (new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        return db.QosOverallMinutes
            .Where(minute => minute.BucketStart >= from && minute.BucketStart < to)
            .SumAsync(minute => minute.Excellent + minute.Good + minute.Poor, cancellationToken);
    }

    /// <summary>
    /// Numbers of transactions are a cluster's own. In a database that was restored from a dump into another, watermarks may be ahead of all that is to come:
    /// then what was before them is marked as rolled up, and what was not gets the number of now. Before anybody stores samples there.
    /// </summary>
    /// <returns>Whether it was so.</returns>
    public static Task<bool> AdoptAsync(M4shDbContext db, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            await LockAsync(db, token);
            var foreign = await db.Database.ExecuteSqlAsync(
                $"""
                UPDATE qos_samples SET ingest_xact = CASE WHEN pg_visible_in_snapshot(ingest_xact, watermark) THEN '0' ELSE pg_current_xact_id() END
                FROM qos_rollup_shards
                WHERE shard = (get_byte(uuid_send(session_id), 15) & 7)
                    AND EXISTS (SELECT FROM qos_rollup_shards WHERE pg_snapshot_xmax(watermark) > pg_snapshot_xmax(pg_current_snapshot()));
                UPDATE qos_rollup_shards SET watermark = (pg_current_xact_id() || ':' || pg_current_xact_id() || ':')::pg_snapshot
                WHERE EXISTS (SELECT FROM qos_rollup_shards WHERE pg_snapshot_xmax(watermark) > pg_snapshot_xmax(pg_current_snapshot()));
                """, token) > 0;
            await transaction.CommitAsync(token);
            return foreign;
        }, cancellationToken);

    /// <summary>Nobody rolls up until the transaction ends.</summary>
    internal static Task LockAsync(M4shDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT FROM qos_rollup_shards ORDER BY shard FOR UPDATE", cancellationToken);

    /// <returns>False: another has the shard.</returns>
    private static async Task<bool> ClaimAsync(NpgsqlConnection connection, int shard, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT true FROM qos_rollup_shards WHERE shard = @shard FOR UPDATE SKIP LOCKED", connection);
        command.Parameters.Add(new NpgsqlParameter<short>("shard", (short)shard));
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Up to where: statements after this one see all that is in it.</summary>
    private static async Task<XactSnapshot> FindEndAsync(NpgsqlConnection connection, int shard, int atMost, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            WITH claimed AS MATERIALIZED (SELECT shard, watermark, pg_current_snapshot() AS now FROM qos_rollup_shards WHERE shard = @shard)
            SELECT now::text, pg_snapshot_xmax(watermark), (
                SELECT ingest_xact FROM {QosPartitions.Samples}
                WHERE {Unrolled} AND pg_visible_in_snapshot(ingest_xact, now) ORDER BY ingest_xact OFFSET @at_most - 1 LIMIT 1)
            FROM claimed
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<short>("shard", (short)shard));
        command.Parameters.Add(new NpgsqlParameter<int>("at_most", atMost));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var now = XactSnapshot.Parse(reader.GetString(0));

        // Never back behind the watermark, however late the last of a batch was begun: what came after it and is in the rollups would be taken again.
        return reader.IsDBNull(2) ? now : now.Until(Math.Max(reader.GetFieldValue<ulong>(2), reader.GetFieldValue<ulong>(1) - 1));
    }

    private static async Task<QosRollupBatch> ReadAsync(NpgsqlConnection connection, int shard, XactSnapshot to, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT session_id, user_id, recorded_at, rtt_ms, packet_loss_pct, jitter_ms, candidate_type, nat_type
            FROM qos_rollup_shards CROSS JOIN LATERAL (
                SELECT * FROM {QosPartitions.Samples} WHERE {Unrolled} AND ingest_xact < @end AND pg_visible_in_snapshot(ingest_xact, @to::pg_snapshot)) AS samples
            LEFT JOIN participants USING (session_id, user_id)
            WHERE shard = @shard
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<short>("shard", (short)shard));
        command.Parameters.Add(new NpgsqlParameter<ulong>("end", NpgsqlDbType.Xid8) { TypedValue = to.Xmax });
        command.Parameters.Add(new NpgsqlParameter<string>("to", to.ToString()));
        var batch = new QosRollupBatch();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            batch.Add(
                reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5),
                reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(7) ? null : reader.GetString(7));
        }

        return batch;
    }

    /// <summary>The rows over all calls are every shard's: the lock comes last and is held for two small merges and the commit.</summary>
    private static async Task MergeOverallAsync(NpgsqlConnection connection, QosRollupBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Samples == 0)
            return;

        await using (var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext('qos_overall'))", connection))
            await command.ExecuteNonQueryAsync(cancellationToken);

        await OverallMinutes.MergeAsync(connection, batch.OverallMinutes, cancellationToken);
        await OverallHours.MergeAsync(connection, batch.OverallHours, cancellationToken);
    }

    private static async Task AdvanceAsync(NpgsqlConnection connection, int shard, XactSnapshot to, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("UPDATE qos_rollup_shards SET watermark = @to::pg_snapshot WHERE shard = @shard", connection);
        command.Parameters.Add(new NpgsqlParameter<short>("shard", (short)shard));
        command.Parameters.Add(new NpgsqlParameter<string>("to", to.ToString()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static QosRollupTable<(Guid Session, string User, DateTimeOffset Bucket)> OfParticipant(string name) => new(
        name,
        key => key.Bucket,
        new("session_id", NpgsqlDbType.Uuid, keys => keys.Select(key => key.Session).ToArray()),
        new("user_id", NpgsqlDbType.Text, keys => keys.Select(key => key.User).ToArray()));
}
