using System.Diagnostics;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Rollup;
using M4sh.QosWorker.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace M4sh.QosWorker.Pruning;

/// <summary>Deletes what has been kept long enough, tier by tier; one worker at a time. What a coarser tier holds of it is there before.</summary>
public sealed partial class PruneCycle(
    IServiceScopeFactory scopes,
    RollupCycle rollup,
    IOptions<PruneOptions> options,
    WorkerTelemetry telemetry,
    StartupState startup,
    TimeProvider timeProvider,
    ILogger<PruneCycle> logger)
    : CycleService<PruneResult>(startup, timeProvider, options.Value.Interval, logger)
{
    private const string LockName = "m4sh.prune";

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TimeProvider _timeProvider = timeProvider;
    private readonly ILogger<PruneCycle> _logger = logger;

    internal override async Task<PruneResult> RunCycleAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<M4shDbContext>();
        db.Database.SetCommandTimeout(CycleTimeouts.Command);
        await using var held = await AdvisoryLock.TryTakeAsync(db, LockName, cancellationToken);
        if (held is null)
        {
            return PruneResult.None;
        }

        var (now, keep) = (_timeProvider.GetUtcNow(), options.Value);
        var (days, samples) = await DropSamplesAsync(db, now - keep.Raw, cancellationToken);
        var minuteDays = await DropMinutesAsync(db, now - keep.Minutes, cancellationToken);

        // Whole days as well, so that all minutes go together.
        var rollups = await DeleteAsync(db, "qos_overall_minutes", QosTier.Minutes, QosBuckets.Floor(now - keep.Minutes, Day), cancellationToken)
            + await DeleteAsync(db, "qos_session_hours", QosTier.SessionHours, QosBuckets.Floor(now - keep.Sessions, QosBuckets.Hour), cancellationToken)
            + await DeleteAsync(db, "qos_overall_hours", QosTier.OverallHours, QosBuckets.Floor(now - keep.Hours, QosBuckets.Hour), cancellationToken)
            + await DeleteAsync(db, "call_hours", QosTier.OverallHours, QosBuckets.Floor(now - keep.Hours, QosBuckets.Hour), cancellationToken);
        var sessions = await InBatchesAsync(() => CallHours.FoldAsync(db, now - keep.Sessions, keep.BatchSize, cancellationToken));
        return new(days + minuteDays, samples, rollups, sessions);
    }

    protected override void Describe(Activity span, PruneResult result) =>
        span
            .SetTag("m4sh.pruned.partitions", result.Partitions)
            .SetTag("m4sh.pruned.samples", result.Samples)
            .SetTag("m4sh.pruned.rollups", result.Rollups)
            .SetTag("m4sh.pruned.sessions", result.Sessions);

    private async Task<(int Days, long Samples)> DropSamplesAsync(M4shDbContext db, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        var (days, samples) = (0, 0L);
        foreach (var partition in await EndedAsync(db, QosPartitions.Samples, limit, cancellationToken))
        {
            if (partition.State == QosPartitionState.Attached && !await RollUpAsync(db, partition, cancellationToken))
            {
                Log.Waiting(_logger, partition.Day);
                continue;
            }

            // By its rollups: counting the rows would take longer than dropping them.
            var count = await QosRollup.CountAsync(db, partition.Day, cancellationToken);
            await DropAsync(db, partition, QosTier.Raw, cancellationToken);
            telemetry.CountPruned(count);
            days++;
            samples += count;
        }

        return (days, samples);
    }

    private async Task<int> DropMinutesAsync(M4shDbContext db, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        var ended = await EndedAsync(db, QosPartitions.Minutes, limit, cancellationToken);
        foreach (var partition in ended)
            await DropAsync(db, partition, QosTier.Minutes, cancellationToken);

        return ended.Count;
    }

    // One that was interrupted goes first: until it is finished, Postgres detaches no other.
    private static async Task<IReadOnlyList<QosPartition>> EndedAsync(M4shDbContext db, string table, DateTimeOffset limit, CancellationToken cancellationToken) =>
        [.. (await QosPartitions.ListAsync(db, table, cancellationToken))
            .Where(partition => partition.End <= limit)
            .OrderByDescending(partition => partition.State == QosPartitionState.Detaching)];

    private async Task DropAsync(M4shDbContext db, QosPartition partition, QosTier tier, CancellationToken cancellationToken)
    {
        await QosTiers.ShortenAsync(db, tier, partition.End, cancellationToken);
        await QosPartitions.DropAsync(db, partition, cancellationToken);
        Log.Dropped(_logger, partition.Parent, partition.Day);
    }

    /// <summary>After a downtime the rollup may not have come this far, and then it never could.</summary>
    /// <returns>False: another worker is at it just now, or a transaction that has been going on since keeps it from being.</returns>
    private async Task<bool> RollUpAsync(M4shDbContext db, QosPartition partition, CancellationToken cancellationToken)
    {
        if (!await QosRollup.IsPendingAsync(db, partition, cancellationToken))
            return true;

        await rollup.RunCycleAsync(cancellationToken);
        return !await QosRollup.IsPendingAsync(db, partition, cancellationToken);
    }

    private async Task<long> DeleteAsync(M4shDbContext db, string table, QosTier tier, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        // By ctid: a part of a table by its key would be found by joining it to itself over all the key's columns.
        var delete = $"DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} WHERE bucket_start < {{0}} ORDER BY bucket_start LIMIT {{1}}))";
        var any = $"""SELECT EXISTS (SELECT FROM {table} WHERE bucket_start < {"{0}"}) AS "Value" """;
        if (!await db.Database.SqlQueryRaw<bool>(any, limit).SingleAsync(cancellationToken))
            return 0;

        await QosTiers.ShortenAsync(db, tier, limit, cancellationToken);
        return await InBatchesAsync(() => db.Database.ExecuteSqlRawAsync(delete, [limit, options.Value.BatchSize], cancellationToken));
    }

    private async Task<int> InBatchesAsync(Func<Task<int>> delete)
    {
        var all = 0;
        int batch;
        do
        {
            batch = await delete();
            all += batch;
        }
        while (batch >= options.Value.BatchSize);
        return all;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Dropped {Day} of {Table}")]
        public static partial void Dropped(ILogger logger, string table, DateOnly day);

        [LoggerMessage(LogLevel.Information, "The samples of {Day} are kept until they are rolled up")]
        public static partial void Waiting(ILogger logger, DateOnly day);
    }
}
