using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace M4sh.ServiceDefaults;

/// <summary>
/// Runs a health check for two seconds at most, also one that takes no notice of its token, and logs when its state changes,
/// not at every probe.
/// </summary>
internal sealed partial class HealthCheckGuard(
    Func<IServiceProvider, IHealthCheck> check, IServiceScopeFactory scopes, TimeProvider timeProvider, ILogger<HealthCheckGuard> logger)
    : IHealthCheck
{
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    private HealthStatus _last = HealthStatus.Healthy;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var result = await RunAsync(context, cancellationToken);
        if (result.Status != _last)
        {
            _last = result.Status;
            if (result.Status == HealthStatus.Healthy)
            {
                Log.Recovered(logger, context.Registration.Name);
            }
            else
            {
                Log.Failed(logger, context.Registration.Name, result.Status, result.Description, result.Exception);
            }
        }

        return result;
    }

    private async Task<HealthCheckResult> RunAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeLimit, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await Task.Run(() => RunInScopeAsync(context, either.Token), either.Token).WaitAsync(either.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return limit.IsCancellationRequested
                ? new(context.Registration.FailureStatus, "no answer in time")
                : new(context.Registration.FailureStatus, "the check failed", exception);
        }
    }

    // A scope of its own: a check that is no longer waited for still uses what it was given.
    private async Task<HealthCheckResult> RunInScopeAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await check(scope.ServiceProvider).CheckHealthAsync(context, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Health check {Check} is {Status}: {Description}")]
        public static partial void Failed(ILogger logger, string check, HealthStatus status, string? description, Exception? exception);

        [LoggerMessage(LogLevel.Information, "Health check {Check} is healthy again")]
        public static partial void Recovered(ILogger logger, string check);
    }
}
