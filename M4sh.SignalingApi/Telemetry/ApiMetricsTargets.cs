using M4sh.Data;
using M4sh.Data.Metrics;
using M4sh.ServiceDefaults;

namespace M4sh.SignalingApi.Telemetry;

/// <summary>This replica's metrics, in Postgres, where the worker lists them for Prometheus.</summary>
internal sealed class ApiMetricsTargets(IServiceScopeFactory scopes) : IMetricsTargets
{
    public async Task AnnounceAsync(MetricsTarget target, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await MetricsTargets.AnnounceAsync(
            scope.ServiceProvider.GetRequiredService<M4shDbContext>(), target.Address, target.Scheme, target.Service, target.Replica, cancellationToken);
    }

    public async Task WithdrawAsync(MetricsTarget target, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await MetricsTargets.WithdrawAsync(scope.ServiceProvider.GetRequiredService<M4shDbContext>(), target.Address, target.Replica, cancellationToken);
    }
}
