using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace M4sh.ServiceDefaults;

internal static class HealthCheckGuardExtensions
{
    /// <summary>Guards every health check, whoever adds it and when.</summary>
    public static void AddGuardedHealthChecks(this IServiceCollection services) => services
        .AddOptions<HealthCheckServiceOptions>()
        .PostConfigure<IServiceScopeFactory, TimeProvider, ILogger<HealthCheckGuard>>((options, scopes, timeProvider, logger) =>
        {
            foreach (var registration in options.Registrations)
            {
                var guard = new HealthCheckGuard(registration.Factory, scopes, timeProvider, logger);
                registration.Factory = _ => guard;
                registration.Timeout = Timeout.InfiniteTimeSpan;
            }
        });
}
