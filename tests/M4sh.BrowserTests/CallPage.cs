using Microsoft.Playwright;

namespace M4sh.BrowserTests;

/// <summary>The docs' example in a page, with ICE servers as a test has them.</summary>
internal static class CallPage
{
    /// <summary>Keeps the call's peer connections where a test can see them; each is configured with what <c>change</c> makes of its ICE servers.</summary>
    private const string Watch =
        """
        window.connections = [];
        window.change = configuration => configuration;
        window.turn = servers => servers.filter(server => server.credential);
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(configuration) {
            super(window.change(configuration));
            window.connections.push(this);
          }

          setConfiguration(configuration) {
            super.setConfiguration(window.change(configuration));
          }

          createDataChannel(name) {
            window.connections.splice(window.connections.indexOf(this), 1);
            return super.createDataChannel(name);
          }
        };
        """;

    /// <param name="change">Assigns <c>window.change</c>.</param>
    public static Task<WatchedPage> OpenAsync(Chromium chromium, Uri console, Uri api, string user, Guid? session, string change) =>
        chromium.OpenAsync(new(console, $"/call.html?api={api.GetLeftPart(UriPartial.Authority)}&user={user}{(session is { } id ? $"&session={id}" : "")}"), async context =>
        {
            await context.AddInitScriptAsync(Watch + change);
            await context.RouteAsync(
                url => url.Contains("/call.html?", StringComparison.Ordinal),
                route => route.FulfillAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "call.html") }));
        });

    public static async Task<Guid> SessionOfAsync(WatchedPage page)
    {
        await page.UntilAsync("new URLSearchParams(location.search).has('session')");
        return Guid.Parse(await page.Page.EvaluateAsync<string>("new URLSearchParams(location.search).get('session')"));
    }

    public static Task SeesFramesAsync(WatchedPage page) => page.UntilAsync(
        "window.connections.at(-1)?.connectionState === 'connected' && remote.getVideoPlaybackQuality().totalVideoFrames > 10");
}
