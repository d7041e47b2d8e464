using System.Threading.Channels;
using M4sh.Console.Runs.Pipeline;

namespace M4sh.Console.Tests.Fakes;

/// <summary>Browsers that open nothing: the test is their page.</summary>
internal sealed class FakeHeadlessBrowsers : IHeadlessBrowsers
{
    private readonly Channel<FakeHeadlessBrowser> _opened = Channel.CreateUnbounded<FakeHeadlessBrowser>();

    public bool IsThere { get; set; } = true;

    public Task<IHeadlessBrowser> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var browser = new FakeHeadlessBrowser(path);
        _opened.Writer.TryWrite(browser);
        return Task.FromResult<IHeadlessBrowser>(browser);
    }

    /// <summary>The next one that is opened.</summary>
    public Task<FakeHeadlessBrowser> NextAsync() => _opened.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
}

internal sealed class FakeHeadlessBrowser(string path) : IHeadlessBrowser
{
    private readonly CancellationTokenSource _exited = new();

    public string Path => path;

    public bool Disposed { get; private set; }

    public CancellationToken Exited => _exited.Token;

    public Task ExitAsync() => _exited.CancelAsync();

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }
}
