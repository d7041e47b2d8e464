using M4sh.Client;
using M4sh.Client.Live;
using M4sh.Console.Access;
using M4sh.Contracts.Errors;

namespace M4sh.Console.Live;

/// <summary>The API's live stream, read once for all who look at anything in this process, and only while somebody does.</summary>
public sealed partial class LiveNews(PlatformClients clients, TimeProvider time, ILogger<LiveNews> logger) : IAsyncDisposable
{
    /// <summary>The pause after a refusal that trying again does not help against by itself.</summary>
    public static readonly TimeSpan RefusedPause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<Action<LiveUpdate>> _watchers = [];
    private readonly LiveOptions _options = new() { TimeProvider = time };
    private CancellationTokenSource? _stop;
    private string? _refusal;
    private Task _running = Task.CompletedTask;

    /// <summary>Whether changes are told; null while that is not known yet.</summary>
    public bool? IsUp { get; private set; }

    /// <summary>Calls back with each update, on any thread, until disposed of. A break is told once, however long it takes.</summary>
    public IDisposable Watch(Action<LiveUpdate> told)
    {
        var watcher = new Watcher(this, told);
        lock (_lock)
        {
            _watchers.Add(watcher.Told);
            if (_stop is null)
            {
                _stop = new();
                _running = RunAsync(_running, _stop.Token);
            }
        }

        return watcher;
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

    private async Task RunAsync(Task before, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (true)
            {
                await ReadAsync(cancellationToken);
                await Task.Delay(RefusedPause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The last one who looked is gone.
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in clients.For(PlatformUser.Console).WatchLiveAsync(_options, cancellationToken))
            {
                _refusal = update is LiveLost ? _refusal : null;
                Take(update, cancellationToken);
            }
        }
        catch (M4shApiException exception)
        {
            // Said once, not each time that it is tried again; another reason is news.
            if (_refusal != exception.Code)
            {
                _refusal = exception.Code;
                Log.Refused(logger, exception.Code, exception);
            }

            Take(new LiveLost(exception, RefusedPause), cancellationToken);
        }
    }

    private void Take(LiveUpdate update, CancellationToken cancellationToken)
    {
        Action<LiveUpdate>[] watchers;
        lock (_lock)
        {
            // With the platform token's life the stream ends in good order, and is opened again at once.
            if (cancellationToken.IsCancellationRequested || update is LiveLost { Failure: null } || (update is LiveLost && IsUp == false))
                return;

            var was = IsUp;
            IsUp = update is not LiveLost;
            Tell(update, wasDown: was == false);

            watchers = [.. _watchers];
        }

        foreach (var watcher in watchers)
            watcher(update);
    }

    private void Tell(LiveUpdate update, bool wasDown)
    {
        if (update is LiveLost { Failure: { } failure })
            Log.Lost(logger, failure.Code is ErrorCodes.Unavailable ? failure.Message : failure.Code);
        else if (wasDown)
            Log.Back(logger);
    }

    private void Remove(Action<LiveUpdate> told)
    {
        lock (_lock)
        {
            if (_watchers.Remove(told) && _watchers.Count == 0)
                Stop();
        }
    }

    private void Stop()
    {
        _stop?.Cancel();
        _stop?.Dispose();
        _stop = null;
        IsUp = null;
    }

    private sealed class Watcher(LiveNews news, Action<LiveUpdate> told) : IDisposable
    {
        public void Told(LiveUpdate update) => told(update);

        public void Dispose() => news.Remove(Told);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The live stream is back")]
        public static partial void Back(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "The live stream is down, pages poll until it is back: {Reason}")]
        public static partial void Lost(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Error, "The API refuses the live stream: {Code}")]
        public static partial void Refused(ILogger logger, string code, Exception exception);
    }
}
