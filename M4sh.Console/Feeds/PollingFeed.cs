namespace M4sh.Console.Feeds;

/// <summary>Keeps one reading for all who look, and reads only while somebody does.</summary>
public abstract partial class PollingFeed<T>(TimeSpan interval, TimeProvider time, ILogger logger) : IAsyncDisposable
    where T : class
{
    private readonly Lock _lock = new();
    private readonly List<Action> _watchers = [];
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    /// <summary>The last reading; null before the first.</summary>
    public T? Current { get; private set; }

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
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads once and tells those who watch.</summary>
    internal async Task RunCycleAsync(CancellationToken cancellationToken)
    {
        Current = await ReadAsync(Current, cancellationToken);
        Action[] watchers;
        lock (_lock)
            watchers = [.. _watchers];

        foreach (var watcher in watchers)
        {
            watcher();
        }
    }

    /// <summary>The next reading. What the API refuses is part of it, not an exception.</summary>
    protected abstract Task<T> ReadAsync(T? previous, CancellationToken cancellationToken);

    private async Task RunAsync(Task before, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        using var timer = new PeriodicTimer(interval, time);
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
            Log.CycleFailed(logger, GetType().Name, exception);
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

    private sealed class Watcher(PollingFeed<T> feed, Action changed) : IDisposable
    {
        public void Dispose() => feed.Remove(changed);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Feed} could not be read.")]
        public static partial void CycleFailed(ILogger logger, string feed, Exception exception);
    }
}
