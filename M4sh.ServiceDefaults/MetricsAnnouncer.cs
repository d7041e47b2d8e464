using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace M4sh.ServiceDefaults;

/// <summary>Says where this replica's metrics are, for as long as it runs. Where that cannot be said it is tried again; nothing else waits for it.</summary>
internal sealed partial class MetricsAnnouncer(
    IMetricsTargets targets, IServiceProvider services, IOptions<MetricsAnnouncerOptions> options, ServiceInstance instance, IConfiguration configuration,
    IHostEnvironment environment, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<MetricsAnnouncer> logger) : BackgroundService
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private MetricsTarget? _announced;
    private bool _failing;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_announced is { } target)
        {
            using var hurry = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            hurry.CancelAfter(Farewell);
            await TryAsync(token => targets.WithdrawAsync(target, token), CancellationToken.None, hurry.Token);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Only then the server has its addresses.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
            await started.Task.WaitAsync(stoppingToken);

        if (Find() is not { } target)
            return;

        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            if (await TryAsync(token => targets.AnnounceAsync(target, token), stoppingToken, stoppingToken))
                _announced = target;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private MetricsTarget? Find()
    {
        var listening = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var service = configuration["OTEL_SERVICE_NAME"] ?? environment.ApplicationName;
        return MetricsTarget.Of(options.Value.Address is { } given ? [given] : listening, Dns.GetHostName(), service, instance.Id);
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> tell, CancellationToken stopping, CancellationToken cancellationToken)
    {
        try
        {
            await tell(cancellationToken);
            _failing = false;
            return true;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // Said once, not at every interval.
            var cause = exception.GetBaseException();
            Log.Failed(logger, _failing ? LogLevel.Debug : LogLevel.Warning, cause.Message);
            _failing = true;
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage("Prometheus cannot be told of this replica just now; it is tried again: {Reason}")]
        public static partial void Failed(ILogger logger, LogLevel level, string reason);
    }
}
