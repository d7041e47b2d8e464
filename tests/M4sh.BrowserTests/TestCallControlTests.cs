using System.Text.RegularExpressions;
using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

/// <summary>What somebody does to a test call, in a real browser: <see cref="TestCallTests"/> has the call itself.</summary>
public sealed class TestCallControlTests(Stack stack, Chromium chromium)
{
    [Fact]
    public async Task TestCall_MutedRestartedDroppedAndReloaded_GoesOnAndTheInspectorHasItAll()
    {
        await using var page = await OpenAsync();
        await page.Element("start-call").ClickAsync();
        await TestCallTests.ConnectedAsync(page);

        await page.Element("mute-audio-host").ClickAsync();
        await Assertions.Expect(page.Element("other-muted-guest")).ToHaveTextAsync("the other muted sound");

        await page.Element("tab-signaling").ClickAsync();
        var offers = page.Page.Locator("[data-testid=signaling-row][data-type=offer][data-sent=true]");
        await Assertions.Expect(offers).ToHaveCountAsync(1);
        await page.Element("restart-ice-host").ClickAsync();
        await Assertions.Expect(offers).ToHaveCountAsync(2);

        var joins = page.Page.Locator("[data-testid=signaling-row][data-type=joined]");
        await page.Element("drop-signaling-guest").ClickAsync();
        await Assertions.Expect(joins).ToHaveCountAsync(3);
        await offers.First.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.Element("payload")).ToContainTextAsync("lines");
        await page.ScreenshotAsync("test-call-signaling");

        await page.Element("kill-guest").ClickAsync();
        await Assertions.Expect(page.Element("state-guest")).ToHaveTextAsync("page gone");
        await page.Element("reload-guest").ClickAsync();
        await Assertions.Expect(page.Element("state-guest")).ToHaveTextAsync("connected");
        await Assertions.Expect(page.Element("state-host")).ToHaveTextAsync("connected");
        await FramesMoveAsync(page);

        await page.Element("tab-path").ClickAsync();
        await Assertions.Expect(page.Element("pairs-host").Locator("[data-selected=true]")).ToBeVisibleAsync();
        await HangUpAsync(page);
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task TestCall_CameraOfTheBrowser_ConnectsAndShowsIt()
    {
        await using var page = await OpenAsync();
        await page.Element("media").SelectOptionAsync("Devices");
        await page.Element("size").SelectOptionAsync("640x480");
        await page.Element("codec").SelectOptionAsync("Vp9");
        await page.Element("start-call").ClickAsync();
        await TestCallTests.ConnectedAsync(page);

        await page.UntilAsync("() => document.querySelector('[data-testid=peer-guest-video]').videoWidth > 320");
        await FramesMoveAsync(page);
        await HangUpAsync(page);
        Assert.Empty(page.Problems);
    }

    [Theory]
    [InlineData("Relay", "relay over (udp|tcp)")]
    [InlineData("Tcp", "relay over tcp")]
    public async Task TestCall_PathChosen_TakesIt(string path, string local)
    {
        TestSupport.Requires.Program("turnserver", "apt-get install coturn");
        await using var page = await OpenAsync();
        await page.Element("path").SelectOptionAsync(path);
        await page.Element("start-call").ClickAsync();
        await TestCallTests.ConnectedAsync(page);

        await page.Element("tab-path").ClickAsync();
        await Assertions.Expect(page.Element("pairs-host").Locator("[data-selected=true] .mono")).ToHaveTextAsync(new Regex($"^{local} "));
        await HangUpAsync(page);
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task TestCall_NetworkOfOnesOwn_IsCarriedAndCountedByTheRelay()
    {
        await using var page = await OpenAsync();
        await page.Element("network").SelectOptionAsync("own");
        foreach (var way in (string[])["own-up", "own-down"])
        {
            await FillAsync(page, $"{way}-delay", "40");
            await FillAsync(page, $"{way}-loss", "10");
        }

        await page.Element("start-call").ClickAsync();
        await TestCallTests.ConnectedAsync(page);
        await page.Element("tab-path").ClickAsync();

        // Through the relay and by no other way, delayed, with losses that both the relay counts and the peers read.
        await Assertions.Expect(page.Element("pairs-host").Locator("[data-selected=true]")).ToContainTextAsync("→ host udp 127.0.0.1");
        foreach (var side in (string[])["host", "guest"])
        {
            await NumberAsync(page, $"relay-packets-{side}", 100);
            await NumberAsync(page, $"relay-lost-{side}", 5);
            await NumberAsync(page, $"relay-media-loss-{side}", 2);
            await NumberAsync(page, $"read-loss-{side}", 2);
            await NumberAsync(page, $"relay-held-{side}", 39);
            await NumberAsync(page, $"read-rtt-{side}", 79);
        }

        await FramesMoveAsync(page);
        await page.ScreenshotAsync("test-call-network");
        await HangUpAsync(page);
        Assert.Empty(page.Problems);
    }

    private async Task<WatchedPage> OpenAsync()
    {
        var page = await chromium.OpenAsync(new Uri(stack.Console, "/test-call"));
        await Assertions.Expect(page.Element("start-call")).ToBeEnabledAsync();
        return page;
    }

    private static async Task FillAsync(WatchedPage page, string field, string value)
    {
        await page.Element(field).FillAsync(value);
        await page.Element(field).PressAsync("Tab");
    }

    private static async Task HangUpAsync(WatchedPage page)
    {
        await page.Element("hang-up").ClickAsync();
        await Assertions.Expect(page.Element("call-status")).ToHaveTextAsync("ended");
    }

    private static Task NumberAsync(WatchedPage page, string testId, int atLeast) => page.UntilAsync(
        "([id, least]) => parseFloat(document.querySelector(`[data-testid=${id}]`)?.textContent) >= least", new object[] { testId, atLeast });

    private static async Task FramesMoveAsync(WatchedPage page)
    {
        foreach (var video in (string[])["peer-host-video", "peer-guest-video"])
        {
            await page.UntilAsync(
                """
                id => {
                  const video = document.querySelector(`[data-testid=${id}]`);
                  video.seen ??= video.getVideoPlaybackQuality().totalVideoFrames;
                  return video.getVideoPlaybackQuality().totalVideoFrames > video.seen + 10;
                }
                """,
                video);
        }
    }
}
