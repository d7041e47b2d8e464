namespace M4sh.Console.Overview;

/// <summary>Keeps one overview for all who look, and reads only while somebody does.</summary>
public sealed partial class OverviewFeed(OverviewReader reader, TimeProvider time, ILogger<OverviewFeed> logger) : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly List<Action> _watchers = [];
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    /// <summary>The last reading; null before the first.</summary>
    public OverviewSnapshot? Current { get; private set; }

    /// <summary>Calls back after each reading, on any thread, until disposed of.</summary>
    public IDisposable Watch(Action changed)
    {
        lock (_lock)
        {
            _watchers.Add(changed);
            if (_stop is null)
            {
                _stop = new();
                _running = RunAsync(_running, _stop.Token);
            }
        }

        return new Watcher(this, changed);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _watchers.Clear();
            Stop();
        }

        await _running;
    }

    /// <summary>Reads once and tells those who watch.</summary>
    internal async Task RunCycleAsync(CancellationToken cancellationToken)
    {
        Current = await reader.ReadAsync(Current, cancellationToken);
        Action[] watchers;
        lock (_lock)
            watchers = [.. _watchers];

        foreach (var watcher in watchers)
        {
            watcher();
        }
    }

    private async Task RunAsync(Task before, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await RunGuardedAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The last one who looked is gone.
        }
    }

    private async Task RunGuardedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunCycleAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CycleFailed(logger, exception);
        }
    }

    private void Remove(Action changed)
    {
        lock (_lock)
        {
            if (_watchers.Remove(changed) && _watchers.Count == 0)
            {
                Stop();
            }
        }
    }

    private void Stop()
    {
        _stop?.Cancel();
        _stop?.Dispose();
        _stop = null;
    }

    private sealed class Watcher(OverviewFeed feed, Action changed) : IDisposable
    {
        public void Dispose() => feed.Remove(changed);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The overview could not be read.")]
        public static partial void CycleFailed(ILogger logger, Exception exception);
    }
}
