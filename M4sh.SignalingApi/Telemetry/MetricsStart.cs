using M4sh.SignalingApi.Qos;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling;

namespace M4sh.SignalingApi.Telemetry;

/// <summary>Makes the instruments with the service: a replica that nobody has called yet has no peers, which is a number too.</summary>
internal sealed class MetricsStart(IServiceProvider services) : IHostedService
{
    private static readonly Type[] Metrics = [typeof(QosMetrics), typeof(SessionMetrics), typeof(SignalingMetrics)];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var metrics in Metrics)
            services.GetRequiredService(metrics);

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
