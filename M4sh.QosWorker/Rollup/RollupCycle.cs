using System.Diagnostics;
using M4sh.Data;
using M4sh.Data.Qos.Rollups;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace M4sh.QosWorker.Rollup;

/// <summary>Rolls up what was stored since, batch by batch and shard by shard; shards that another worker is at are left to it.</summary>
public sealed class RollupCycle(
    IServiceScopeFactory scopes, IOptions<RollupOptions> options, StartupState startup, TimeProvider timeProvider, ILogger<RollupCycle> logger)
    : CycleService<RollupResult>(startup, timeProvider, options.Value.Interval, logger)
{
    internal override async Task<RollupResult> RunCycleAsync(CancellationToken cancellationToken)
    {
        // Workers that start at once begin at different shards.
        var shards = Enumerable.Range(0, QosShard.Count).ToArray();
        Random.Shared.Shuffle(shards);

        var (samples, batches) = (0L, 0);
        var pending = new Queue<int>(shards);
        while (pending.TryDequeue(out var shard))
        {
            if (await RollAsync(shard, cancellationToken) is not (> 0 and var rolled))
                continue;

            // There may be more. In turns, so that after a downtime no shard waits for all of another.
            pending.Enqueue(shard);
            samples += rolled;
            batches++;
        }

        return new(samples, batches);
    }

    protected override void Describe(Activity span, RollupResult result) =>
        span.SetTag("m4sh.rollup.samples", result.Samples).SetTag("m4sh.rollup.batches", result.Batches);

    private async Task<int?> RollAsync(int shard, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<M4shDbContext>();
        db.Database.SetCommandTimeout(CycleTimeouts.Command);
        return await QosRollup.RollAsync(db, shard, options.Value.BatchSize, cancellationToken);
    }
}
