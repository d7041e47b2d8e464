using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Output;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Starts the resources of the model, each when what it waits for is there, watches over them, and stops them.</summary>
internal sealed partial class LocalRun(
    IReadOnlyList<Resource> resources,
    Runners factory,
    RunOptions options,
    AppHostMetadata metadata,
    ResourceNotificationService notifications,
    ResourceTable table,
    HealthCheckService checks,
    TimeProvider timeProvider,
    ILogger<LocalRun> logger) : IHostedService, IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan s_startingInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_runningInterval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<ResourceRunner> _runners = [];
    private DataFolder? _data;
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _data = options.Testing ? DataFolder.OpenThrowaway() : DataFolder.Open(metadata.Directory, options.DataFolder);
        _runners.AddRange(resources.Select(resource => factory.For(resource, _data)));
        Log.Starting(logger, metadata.Name, _data.Path);
        var problems = EndpointAllocation.Allocate(_runners, options);
        foreach (var resource in resources)
            notifications.Publish(resource, KnownResourceStates.NotStarted);

        var lives = _runners.Select(runner => LiveAsync(runner, problems.GetValueOrDefault(runner.Resource))).ToList();
        _running = Task.WhenAll([.. lives, ReportAsync()]);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        foreach (var group in _runners.GroupBy(runner => runner.StopOrder).OrderByDescending(group => group.Key))
            await Task.WhenAll(group.Select(runner => runner.StopAsync()));

        await _running;
        _data?.Dispose();
        _data = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    /// <summary>Asks everything to stop and waits for nothing: for that there is DisposeAsync.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        foreach (var runner in _runners)
            _ = runner.StopAsync();
    }

    private async Task LiveAsync(ResourceRunner runner, string? problem)
    {
        var resource = runner.Resource;
        try
        {
            if (problem is not null)
                throw new HostingException(problem);

            notifications.Publish(resource, KnownResourceStates.Waiting);
            foreach (var wait in resource.Waits)
                await notifications.WaitForResourceHealthyAsync(wait.Dependency.Name, wait.UntilHealthy, _stopping.Token);

            notifications.Publish(resource, KnownResourceStates.Starting);
            await runner.StartAsync(_stopping.Token);
            await WatchAsync(runner);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            notifications.Publish(resource, KnownResourceStates.Exited);
        }
        catch (Exception exception)
        {
            // One resource's failure is shown and leaves the others alone, as under Aspire; those that wait for it fail too.
            notifications.Publish(resource, KnownResourceStates.FailedToStart, detail: exception.Message);
            if (exception is HostingException)
                Log.Failed(logger, resource.Name, exception.Message);
            else
                Log.Broke(logger, resource.Name, exception);
        }
    }

    private async Task WatchAsync(ResourceRunner runner)
    {
        var resource = runner.Resource;
        var ended = runner.Ended;
        var healthy = false;
        string? shown = null;
        while (!ended.IsCompleted)
        {
            var problem = await runner.CheckHealthAsync(_stopping.Token) ?? await CheckAsync(resource);
            if (ended.IsCompleted)
                break;

            if (problem != shown || problem is null != healthy || notifications.Find(resource.Name)?.State != KnownResourceStates.Running)
                notifications.Publish(resource, KnownResourceStates.Running, problem is null, problem);

            if (healthy && problem is not null)
                Log.Unhealthy(logger, resource.Name, problem);

            (healthy, shown) = (problem is null, problem);
            await Task.WhenAny(ended, Task.Delay(healthy ? s_runningInterval : s_startingInterval, timeProvider, _stopping.Token));
            _stopping.Token.ThrowIfCancellationRequested();
        }

        var code = await ended;
        _stopping.Token.ThrowIfCancellationRequested();
        var state = code == 0 ? KnownResourceStates.Finished : KnownResourceStates.Exited;
        notifications.Publish(resource, state, detail: $"ended with exit code {code}");
        Log.Ended(logger, resource.Name, state, code, code != 0 && runner.LastWords is { Length: > 0 } words ? $"\n{words}" : "");
    }

    /// <summary>The checks that the AppHost has added; null when all of them hold.</summary>
    private async Task<string?> CheckAsync(Resource resource)
    {
        if (resource.HealthChecks.Count == 0)
            return null;

        var report = await checks.CheckHealthAsync(check => resource.HealthChecks.Contains(check.Name), _stopping.Token);
        return report.Status == HealthStatus.Healthy
            ? null
            : string.Join(' ', report.Entries.Values.Where(entry => entry.Status != HealthStatus.Healthy).Select(entry => entry.Description ?? entry.Exception?.Message));
    }

    private async Task ReportAsync()
    {
        var started = timeProvider.GetTimestamp();
        try
        {
            foreach (var resource in resources)
                await notifications.WaitForResourceAsync(resource.Name, state => state.IsTerminal || state.Healthy, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        var up = resources.All(resource => notifications.Find(resource.Name) is { Healthy: true });
        var rows = table.Write(_runners);
        if (up)
            Log.Up(logger, metadata.Name, timeProvider.GetElapsedTime(started).TotalSeconds, rows);
        else
            Log.PartlyUp(logger, metadata.Name, timeProvider.GetElapsedTime(started).TotalSeconds, rows);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Starting {Name}; data in {Folder}")]
        public static partial void Starting(ILogger logger, string name, string folder);

        [LoggerMessage(LogLevel.Information, "{Name} is up after {Seconds:0.0} s. Ctrl-C stops it.{Table}")]
        public static partial void Up(ILogger logger, string name, double seconds, string table);

        [LoggerMessage(LogLevel.Warning, "{Name} is up in part after {Seconds:0.0} s. Ctrl-C stops it.{Table}")]
        public static partial void PartlyUp(ILogger logger, string name, double seconds, string table);

        [LoggerMessage(LogLevel.Error, "{Resource} cannot start: {Problem}")]
        public static partial void Failed(ILogger logger, string resource, string problem);

        [LoggerMessage(LogLevel.Error, "{Resource} cannot start")]
        public static partial void Broke(ILogger logger, string resource, Exception exception);

        [LoggerMessage(LogLevel.Warning, "{Resource} is not healthy: {Problem}")]
        public static partial void Unhealthy(ILogger logger, string resource, string problem);

        [LoggerMessage(LogLevel.Error, "{Resource} is {State}: it ended by itself with exit code {Code}{LastWords}")]
        public static partial void Ended(ILogger logger, string resource, string state, int code, string lastWords);
    }
}
