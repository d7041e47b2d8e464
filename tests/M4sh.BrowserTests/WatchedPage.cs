using System.Collections.Concurrent;
using M4sh.TestSupport;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

/// <summary>A page, and everything that went wrong in it.</summary>
public sealed class WatchedPage : IAsyncDisposable
{
    private const float Limit = 60_000;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _problems = new();

    private WatchedPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _problems.Enqueue($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) => _problems.Enqueue($"error: {error}");
        page.RequestFailed += (_, request) => _problems.Enqueue($"failed: {request.Url} {request.Failure}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                _problems.Enqueue($"{response.Status}: {response.Url}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Console errors, uncaught exceptions, failed requests.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    public static async Task<WatchedPage> OpenAsync(IBrowserContext context, Uri address)
    {
        var page = new WatchedPage(context, await context.NewPageAsync());
        await page.Page.GotoAsync(address.ToString());
        return page;
    }

    public ILocator Element(string testId) => Page.GetByTestId(testId);

    /// <summary>Waits until an expression holds in the page; if it never does, what went wrong there is part of the failure.</summary>
    public async Task UntilAsync(string expression, object? argument = null)
    {
        try
        {
            await Page.WaitForFunctionAsync(expression, argument, new() { Timeout = Limit });
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"{expression} does not hold in {await Page.ContentAsync()}\n{string.Join('\n', _problems)}", timeout);
        }
    }

    /// <summary>Keeps a picture of the page where a person can look at it: <c>artifacts/screenshots</c>.</summary>
    public Task ScreenshotAsync(string name)
    {
        var folder = Path.Combine(RepositoryFolder.Path, "artifacts", "screenshots");
        return Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
