using System.Diagnostics;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace M4sh.QosWorker.Pruning;

/// <summary>Deletes what has been kept long enough; one worker at a time.</summary>
public sealed partial class PruneCycle(
    IServiceScopeFactory scopes,
    IOptions<PruneOptions> options,
    WorkerTelemetry telemetry,
    StartupState startup,
    TimeProvider timeProvider,
    ILogger<PruneCycle> logger)
    : CycleService<PruneResult>(startup, timeProvider, options.Value.Interval, logger)
{
    private const string LockName = "m4sh.prune";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

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

        var now = _timeProvider.GetUtcNow();
        var (partitions, samples) = await DropPartitionsAsync(db, now - options.Value.Raw, cancellationToken);
        var minutes = await DeleteMinutesAsync(db, now - options.Value.Minutes, cancellationToken);
        var sessions = await DeleteSessionsAsync(db, now - options.Value.Sessions, cancellationToken);
        return new(partitions, samples, minutes, sessions);
    }

    protected override void Describe(Activity span, PruneResult result) =>
        span
            .SetTag("m4sh.pruned.partitions", result.Partitions)
            .SetTag("m4sh.pruned.samples", result.Samples)
            .SetTag("m4sh.pruned.minutes", result.Minutes)
            .SetTag("m4sh.pruned.sessions", result.Sessions);

    private async Task<(int Partitions, long Samples)> DropPartitionsAsync(M4shDbContext db, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        var (dropped, samples) = (0, 0L);
        var ended = (await QosPartitions.ListAsync(db, cancellationToken)).Where(partition => Start(partition).AddDays(1) <= limit);

        // One that was interrupted goes first: until it is finished, Postgres detaches no other.
        foreach (var partition in ended.OrderByDescending(partition => partition.State == QosPartitionState.Detaching))
        {
            if (partition.State == QosPartitionState.Attached)
            {
                await RollUpAsync(db, Start(partition), cancellationToken);
            }

            var count = await QosPartitions.DropAsync(db, partition, cancellationToken);
            telemetry.CountPruned(count);
            Log.Dropped(_logger, partition.Day, count);
            dropped++;
            samples += count;
        }

        return (dropped, samples);
    }

    // After a downtime the rollup may not have come this far, and then it never could.
    private static async Task RollUpAsync(M4shDbContext db, DateTimeOffset day, CancellationToken cancellationToken)
    {
        for (var hour = day; hour < day.AddDays(1); hour += Hour)
        {
            await QosRollup.RollAsync(db, hour, hour + Hour, cancellationToken);
        }
    }

    private async Task<int> DeleteMinutesAsync(M4shDbContext db, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        // By ctid: EF's way to delete a part of a table joins it to itself over the three columns of the key.
        var size = options.Value.BatchSize;
        return await InBatchesAsync(() => db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM qos_minutes WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM qos_minutes WHERE bucket_start < {limit} ORDER BY bucket_start LIMIT {size}))
            """, cancellationToken));
    }

    private async Task<int> DeleteSessionsAsync(M4shDbContext db, DateTimeOffset limit, CancellationToken cancellationToken) =>
        await InBatchesAsync(() => db.Sessions
            .Where(session => session.EndedAt < limit)
            .OrderBy(session => session.EndedAt)
            .Take(options.Value.BatchSize)
            .ExecuteDeleteAsync(cancellationToken));

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

    private static DateTimeOffset Start(QosPartition partition) => new(partition.Day, TimeOnly.MinValue, TimeSpan.Zero);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Dropped the raw samples of {Day}: {Samples}")]
        public static partial void Dropped(ILogger logger, DateOnly day, long samples);
    }
}
