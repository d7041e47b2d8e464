using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace M4sh.QosWorker.Tests.Support;

/// <summary>Keeps the levels of what was logged.</summary>
internal class ListLogger : ILogger
{
    private readonly Channel<LogLevel> _next = Channel.CreateUnbounded<LogLevel>();

    public ConcurrentQueue<LogLevel> Levels { get; } = new();

    public ValueTask<LogLevel> NextAsync() => _next.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Levels.Enqueue(logLevel);
        _next.Writer.TryWrite(logLevel);
    }
}
