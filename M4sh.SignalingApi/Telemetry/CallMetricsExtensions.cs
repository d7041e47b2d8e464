namespace M4sh.SignalingApi.Telemetry;

public static class CallMetricsExtensions
{
    /// <summary>The metrics of calls are there from the start, and Prometheus is told where.</summary>
    public static IServiceCollection AddCallMetrics(this IServiceCollection services) => services
        .AddHostedService<MetricsStart>()
        .AddMetricsAnnouncer<ApiMetricsTargets>();
}
