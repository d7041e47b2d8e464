using System.Diagnostics;
using M4sh.Data;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace M4sh.QosWorker.Sessions;

/// <summary>Counts the sessions that have not ended.</summary>
public sealed class ActiveSessionsCycle(
    IServiceScopeFactory scopes,
    IOptions<ActiveSessionsOptions> options,
    WorkerTelemetry telemetry,
    StartupState startup,
    TimeProvider timeProvider,
    ILogger<ActiveSessionsCycle> logger)
    : CycleService<long>(startup, timeProvider, options.Value.Interval, logger)
{
    protected override void Describe(Activity span, long result) => span.SetTag("m4sh.sessions.active", result);

    internal override async Task<long> RunCycleAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<M4shDbContext>();
        long? count = null;
        try
        {
            count = await db.Sessions.LongCountAsync(session => session.EndedAt == null, cancellationToken);
            return count.Value;
        }
        finally
        {
            telemetry.SetSessionsActive(count);
        }
    }
}
