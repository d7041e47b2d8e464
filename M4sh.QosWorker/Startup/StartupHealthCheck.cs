using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace M4sh.QosWorker.Startup;

/// <summary>Healthy once the database is ready: whoever waits for the worker's health finds the tables there.</summary>
internal sealed class StartupHealthCheck(StartupState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.Ready.IsCompletedSuccessfully
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, "the database is not migrated yet"));
}
