using M4sh.Data;
using M4sh.Data.Metrics;
using M4sh.QosWorker.Startup;
using M4sh.ServiceDefaults;

namespace M4sh.QosWorker.Metrics;

/// <summary>This worker's metrics, in Postgres once the table is there.</summary>
internal sealed class WorkerMetricsTargets(IServiceScopeFactory scopes, StartupState startup) : IMetricsTargets
{
    public async Task AnnounceAsync(MetricsTarget target, CancellationToken cancellationToken)
    {
        await startup.Ready.WaitAsync(cancellationToken);
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
