using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace M4sh.Client.Signaling;

/// <summary>Hands messages to their handlers, one after another over all connections: a handler may wait for what only the next connection brings.</summary>
internal sealed partial class Dispatcher
{
    private readonly Channel<Func<Task>> _queue = Channel.CreateUnbounded<Func<Task>>(new() { SingleReader = true });
    private readonly ILogger _logger;

    public Dispatcher(ILogger logger)
    {
        _logger = logger;
        _ = RunAsync();
    }

    public void Post<T>(HandlerList<T> handlers, T message) => _queue.Writer.TryWrite(() => handlers.InvokeAsync(message));

    /// <summary>Tells the handlers at once, for whoever has to wait until they know.</summary>
    public Task TellAsync<T>(HandlerList<T> handlers, T message) => GuardAsync(() => handlers.InvokeAsync(message));

    /// <summary>What was posted is still handed over.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    private async Task RunAsync()
    {
        await foreach (var handle in _queue.Reader.ReadAllAsync())
            await GuardAsync(handle);
    }

    private async Task GuardAsync(Func<Task> handle)
    {
        try
        {
            await handle();
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(_logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A handler failed")]
        public static partial void HandlerFailed(ILogger logger, Exception exception);
    }
}
