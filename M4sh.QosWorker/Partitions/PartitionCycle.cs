using System.Diagnostics;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Startup;
using Microsoft.Extensions.Options;

namespace M4sh.QosWorker.Partitions;

/// <summary>Makes the partitions of the raw samples, days before they are needed.</summary>
public sealed class PartitionCycle(
    IServiceScopeFactory scopes, IOptions<PartitionOptions> options, StartupState startup, TimeProvider timeProvider, ILogger<PartitionCycle> logger)
    : CycleService<int>(startup, timeProvider, options.Value.Interval, logger)
{
    private readonly TimeProvider _timeProvider = timeProvider;

    protected override void Describe(Activity span, int result) => span.SetTag("m4sh.partitions.made", result);

    /// <returns>How many were made.</returns>
    internal override async Task<int> RunCycleAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<M4shDbContext>();
        var today = DateOnly.FromDateTime(_timeProvider.GetUtcNow().UtcDateTime);

        // Yesterday: just after midnight samples of up to 15 min ago are taken.
        return await QosPartitions.EnsureAsync(db, today.AddDays(-1), today.AddDays(options.Value.DaysAhead), cancellationToken);
    }
}
