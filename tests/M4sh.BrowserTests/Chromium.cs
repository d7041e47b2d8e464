using M4sh.TestSupport;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

/// <summary>The Chromium of the machine, headless: Playwright brings its driver, not a browser.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>How long, in ms, anything may take: a cold and busy machine is no failure.</summary>
    private const float Patience = 60_000;

    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--autoplay-policy=no-user-gesture-required",

        // Candidates with addresses instead of mDNS names: nothing answers those in a container. And a page that Playwright itself answers is of
        // no address space, so that it might not call the API on this machine.
        "--disable-features=WebRtcHideLocalIpsWithMdns,LocalNetworkAccessChecks",

        // A camera and a microphone that need no device and no permission.
        "--use-fake-device-for-media-stream=fps=10", "--use-fake-ui-for-media-stream",
    ];

    private readonly string? _path;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Chromium()
        : this(Find())
    {
    }

    /// <param name="path">The program that starts it.</param>
    internal Chromium(string? path) => _path = path;

    internal static string? Find() => s_names.Select(name => Requires.Find(name)).FirstOrDefault(path => path is not null);

    public async ValueTask InitializeAsync()
    {
        if (_path is not { } path)
        {
            // Each test says so itself.
            return;
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = s_arguments });
    }

    /// <summary>A new page in a browser profile of its own, whose errors are kept.</summary>
    /// <param name="address">What it shows.</param>
    /// <param name="prepare">What is done before that.</param>
    public async Task<WatchedPage> OpenAsync(Uri address, Func<IBrowserContext, Task>? prepare = null)
    {
        Requires.Condition(_browser is not null, "Chromium is not installed: apt-get install chromium");
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 1000 } });
        context.SetDefaultTimeout(Patience);
        if (prepare is not null)
        {
            await prepare(context);
        }

        return await WatchedPage.OpenAsync(context, address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is { } browser)
        {
            await browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
