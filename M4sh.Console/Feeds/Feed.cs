using System.Threading.Channels;
using M4sh.Client.Live;
using M4sh.Console.Calls;
using M4sh.Console.Live;

namespace M4sh.Console.Feeds;

/// <summary>
/// Keeps one reading for all who look, and only while somebody does: what is told is put into it, and read is what that does not settle, and by the
/// clock.
/// </summary>
public abstract partial class Feed<T> : IAsyncDisposable
    where T : class, IReading
{
    /// <summary>Readings because of what was told are at least so far apart.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Action> _watchers = [];
    private readonly List<List<LiveUpdate>> _readings = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly FeedIntervals _intervals;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RenderThrottle _told;
    private CancellationTokenSource? _stop;
    private IDisposable? _news;
    private Task _running = Task.CompletedTask;

    protected Feed(LiveNews news, FeedIntervals intervals, TimeProvider time, ILogger logger)
    {
        (News, _intervals, _time, _logger) = (news, intervals, time, logger);
        _told = new(() =>
        {
            Notify();
            return Task.CompletedTask;
        }, time);
    }

    /// <summary>The last reading; null before the first.</summary>
    public T? Current { get; private set; }

    protected LiveNews News { get; }

    /// <summary>Nothing is missing, and what changes is told.</summary>
    protected bool IsLive => News.IsUp == true && Current is { Problem: null };

    /// <summary>Calls back after each change, on any thread, until disposed of.</summary>
    public IDisposable Watch(Action changed)
    {
        lock (_lock)
        {
            _watchers.Add(changed);
            if (_stop is null)
            {
                _stop = new();
                Forget();
                _news = News.Watch(Take);
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
        await _told.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads everything now.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        Forget();
        return RunCycleAsync(cancellationToken);
    }

    /// <summary>Reads once and tells those who watch.</summary>
    internal async Task RunCycleAsync(CancellationToken cancellationToken)
    {
        List<LiveUpdate> meanwhile = [];
        lock (_lock)
            _readings.Add(meanwhile);

        try
        {
            var reading = await ReadAsync(Current, cancellationToken);
            lock (_lock)
            {
                // The reading may be older than what was told while it was on its way.
                Current = meanwhile.Aggregate(reading, Put);
            }
        }
        catch
        {
            Forget();
            throw;
        }
        finally
        {
            lock (_lock)
                _readings.Remove(meanwhile);
        }

        Notify();
    }

    /// <summary>What was read before may be wrong in every part.</summary>
    protected virtual void Forget()
    {
    }

    /// <summary>Puts what was told into a reading.</summary>
    /// <returns>The reading since, and whether something is to be read for it.</returns>
    protected abstract (T Next, bool Read) Apply(T reading, LiveUpdate update);

    /// <summary>The next reading. What the API refuses is part of it, not an exception.</summary>
    protected abstract Task<T> ReadAsync(T? previous, CancellationToken cancellationToken);

    private void Take(LiveUpdate update)
    {
        bool changed;
        lock (_lock)
        {
            if (update is LiveOpened or LiveLost)
            {
                Forget();
                _wake.Writer.TryWrite(true);
                return;
            }

            _readings.ForEach(reading => reading.Add(update));
            var before = Current;
            Current = before is null ? null : Put(before, update);
            changed = !ReferenceEquals(before, Current);
        }

        if (changed)
            _told.Request();
    }

    private T Put(T reading, LiveUpdate update)
    {
        var (next, read) = Apply(reading, update);
        if (read)
            _wake.Writer.TryWrite(true);

        return next;
    }

    private void Notify()
    {
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
        try
        {
            while (true)
            {
                var began = _time.GetTimestamp();
                await RunGuardedAsync(cancellationToken);
                await WaitAsync(began, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The last one who looked is gone.
        }
    }

    private async Task WaitAsync(long began, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var due = Task.Delay(Left(IsLive ? _intervals.Live : _intervals.Polling), _time, over.Token);
        var woken = WokenAsync(Task.Delay(Left(Pause), _time, over.Token), over.Token);
        await Task.WhenAny(due, woken);
        await over.CancelAsync();
        await Task.WhenAll(due, woken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        TimeSpan Left(TimeSpan interval)
        {
            var left = interval - _time.GetElapsedTime(began);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private async Task WokenAsync(Task pause, CancellationToken cancellationToken)
    {
        await pause;
        await _wake.Reader.ReadAsync(cancellationToken);
    }

    private async Task RunGuardedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunCycleAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.CycleFailed(_logger, GetType().Name, exception);
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
        _news?.Dispose();
        _stop?.Cancel();
        _stop?.Dispose();
        _stop = null;
    }

    private sealed class Watcher(Feed<T> feed, Action changed) : IDisposable
    {
        public void Dispose() => feed.Remove(changed);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Feed} could not be read.")]
        public static partial void CycleFailed(ILogger logger, string feed, Exception exception);
    }
}
