using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace M4sh.SignalingApi.Tests.Http;

/// <summary>Keeps all that is logged, at any level.</summary>
internal sealed class CapturedLogs : ILoggerProvider, ILogger, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>The same with its id and the scopes that it was logged in.</summary>
    public ConcurrentQueue<(int Id, string Message, IReadOnlyList<string> Scopes)> Events { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => _scopes.Push(state);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        List<string> scopes = [];
        _scopes.ForEachScope((scope, all) => all.Add($"{scope}"), scopes);
        Lines.Enqueue($"{formatter(state, exception)} {exception} {string.Join(' ', scopes)}");
        Events.Enqueue((eventId.Id, formatter(state, exception), scopes));
    }

    public void Dispose()
    {
    }
}
