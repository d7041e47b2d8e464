using M4sh.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Http.Resilience;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service has: telemetry, health, resilience, service discovery.</summary>
public static class ServiceDefaultsExtensions
{
    private const string HealthPath = "/health";
    private const string AlivePath = "/alive";
    private const string MetricsPath = "/metrics";
    private const string LiveTag = "live";

    /// <summary>The addresses that machines ask every few seconds: neither traced nor measured.</summary>
    internal static readonly string[] ProbePaths = [HealthPath, AlivePath, MetricsPath];

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var instance = ServiceInstance.From(builder.Configuration);
        builder.Services.AddSingleton(instance);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddLogRules();
        builder.AddTelemetry(instance);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.AddGuardedHealthChecks();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler(resilience => resilience.Retry.DisableForUnansweredPosts());
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>Maps <c>/health</c> (fit for traffic: every check), <c>/alive</c> (the process answers) and <c>/metrics</c> (Prometheus).</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(HealthPath, new() { ResponseWriter = HealthReportWriter.WriteAsync })
            .AllowAnonymous().DisableHttpMetrics();
        app.MapHealthChecks(AlivePath, new() { ResponseWriter = HealthReportWriter.WriteAsync, Predicate = check => check.Tags.Contains(LiveTag) })
            .AllowAnonymous().DisableHttpMetrics();
        app.MapPrometheusScrapingEndpoint(MetricsPath)
            .AllowAnonymous().DisableHttpMetrics();
        return app;
    }
}
