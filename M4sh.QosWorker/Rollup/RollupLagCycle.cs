using System.Diagnostics;
using M4sh.Data;
using M4sh.Data.Qos.Rollups;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Startup;
using Microsoft.Extensions.Options;

namespace M4sh.QosWorker.Rollup;

/// <summary>Looks how far behind the rollups are. Apart from the rolling up: one that takes long, or does not come to an end, is what it is to show.</summary>
public sealed class RollupLagCycle(
    IServiceScopeFactory scopes,
    IOptions<RollupOptions> options,
    WorkerTelemetry telemetry,
    StartupState startup,
    TimeProvider timeProvider,
    ILogger<RollupLagCycle> logger)
    : CycleService<TimeSpan>(startup, timeProvider, options.Value.Interval, logger)
{
    private readonly TimeProvider _time = timeProvider;

    protected override void Describe(Activity span, TimeSpan result) => span.SetTag("m4sh.rollup.lag", result.TotalSeconds);

    internal override async Task<TimeSpan> RunCycleAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        TimeSpan? lag = null;
        try
        {
            var oldest = await QosRollupLag.FindOldestAsync(scope.ServiceProvider.GetRequiredService<M4shDbContext>(), cancellationToken);

            // A client's clock may be ahead.
            lag = oldest < _time.GetUtcNow() ? _time.GetUtcNow() - oldest : TimeSpan.Zero;
            return lag.Value;
        }
        finally
        {
            // Better no number than an old one.
            telemetry.SetRollupLag(lag);
        }
    }
}
