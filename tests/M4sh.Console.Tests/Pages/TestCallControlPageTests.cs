using System.Text;
using Bunit;
using M4sh.Console.Calls;
using M4sh.Console.Components.Pages;

namespace M4sh.Console.Tests.Pages;

/// <summary>What somebody chooses before a test call and does while it goes on.</summary>
public sealed class TestCallControlPageTests : PageTest
{
    [Fact]
    public async Task Setup_Chosen_IsWhatTheCallIs()
    {
        var page = Render<TestCallPage>();
        page.Find(ById("media")).Change("Devices");
        page.Find(ById("codec")).Change("Vp9");
        page.Find(ById("size")).Change("640x480");
        page.Find(ById("duration")).Change("60");

        await StartAsync(page);

        Assert.Equal((MediaSource.Devices, VideoCodec.Vp9, 640), (World.Browser.Media!.Source, World.Browser.Media.Codec, World.Browser.Media.Size.Width));
        Assert.Contains("hangs up after 60 s", page.Markup, StringComparison.Ordinal);
        Assert.Contains("camera · VP9 640 × 480 · 60 s", page.Find(ById("setup-summary")).TextContent, StringComparison.Ordinal);
        Assert.False(page.Find(ById("setup")).HasAttribute("open"));
    }

    [Fact]
    public void Setup_NetworkTcpOnly_FixesThePath()
    {
        var page = Render<TestCallPage>();

        page.Find(ById("network")).Change("tcp-only");

        Assert.True(page.Find(ById("path")).HasAttribute("disabled"));
        Assert.Contains("TCP only", page.Find(ById("setup-summary")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Setup_OwnValues_AreShownAndBounded()
    {
        var page = Render<TestCallPage>();
        page.Find(ById("network")).Change("satellite");
        page.Find(ById("network")).Change("own");
        Assert.Equal("280", page.Find(ById("own-up-delay")).GetAttribute("value"));

        page.Find(ById("own-up-delay")).Change("20");
        page.Find(ById("own-up-loss")).Change("250");
        page.Find(ById("own-up-rate")).Change("nonsense");

        Assert.Contains("host to guest: 20 ± 10 ms, 100 % lost, any rate", page.Find(ById("network-note")).TextContent, StringComparison.Ordinal);
        Assert.Contains("same machine", page.Find(ById("network-note")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Controls_BeforeTheCall_AreNotThere() => Assert.Empty(Render<TestCallPage>().FindAll(ById("mute-audio-host")));

    [Fact]
    public async Task Mute_Pressed_IsPressedAndTheOtherIsTold()
    {
        var page = await StartCallAsync();

        await ClickAsync(page, ById("mute-video-host"));

        page.WaitForAssertion(() => Assert.Equal("true", page.Find(ById("mute-video-host")).GetAttribute("aria-pressed")));
        page.WaitForAssertion(() => Assert.Equal("the other muted picture", page.Find(ById("other-muted-guest")).TextContent));
    }

    [Fact]
    public async Task Kill_OneSide_OffersToBringItBack()
    {
        var page = await StartCallAsync();

        await ClickAsync(page, ById("kill-guest"));

        page.WaitForAssertion(() => Assert.Equal("page gone", page.Find(ById("state-guest")).TextContent));
        Assert.True(page.Find(ById("mute-audio-guest")).HasAttribute("disabled"));
        Assert.Equal("Bring back", page.Find(ById("reload-guest")).TextContent);
        Assert.Equal("connected", page.Find(ById("call-status")).TextContent);
    }

    [Fact]
    public async Task Inspector_Opened_ShowsMessagesAndAPayloadWithItsSdpCollapsed()
    {
        var page = await StartCallAsync();

        await ClickAsync(page, ById("tab-signaling"));
        await ClickAsync(page, "[data-testid=signaling-row][data-type=offer][data-sent=true] button");

        Assert.Contains("0 lines", page.WaitForElement(ById("payload")).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=signaling-row][data-type=ack]"));
        await page.InvokeAsync(() => page.Find(ById("signaling-all")).Change(true));
        page.WaitForElement("[data-testid=signaling-row][data-type=ack]");
        Assert.DoesNotContain("token of", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Path_Opened_ShowsPairsAndTheRelay()
    {
        var page = Render<TestCallPage>();
        page.Find(ById("network")).Change("clean");
        await StartAsync(page);
        await World.Browser.Host.Events.PairsAsync([new CandidatePair { Id = "1", State = "succeeded", IsSelected = true, Local = "host udp 1", Remote = "host udp 2" }]);

        await ClickAsync(page, ById("tab-path"));

        Assert.Contains("host udp 1 → host udp 2", page.WaitForElement(ById("pairs-host")).TextContent, StringComparison.Ordinal);
        Assert.Contains("None yet", page.Markup, StringComparison.Ordinal);
        Assert.Equal("0", page.Find(ById("relay-packets-guest")).TextContent);
    }

    [Fact]
    public async Task Verdict_LimitsKept_PassesWithAReport()
    {
        var page = Render<TestCallPage>();
        await page.InvokeAsync(() => page.Find(ById("limits")).Change("smoke"));
        await StartAsync(page);
        Assert.Empty(page.FindAll(ById("verdict")));

        await ClickAsync(page, ById("hang-up"));

        Assert.Equal("passed", page.WaitForElement(ById("verdict-result")).TextContent);
        var csv = page.Find(ById("report-csv")).GetAttribute("href")!;
        Assert.Contains("setup,,0,30,s,true", Encoding.UTF8.GetString(Convert.FromBase64String(csv.Split(',')[1])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verdict_NothingMeasured_FailsAndSaysSo()
    {
        var page = await StartCallAsync();

        await ClickAsync(page, ById("hang-up"));

        Assert.Equal("failed", page.WaitForElement(ById("verdict-result")).TextContent);
        Assert.Contains("not measured", page.Find(ById("check-rtt_p95-host")).TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find(ById("check-setup-call")).GetAttribute("data-passed"));
    }

    [Fact]
    public async Task Tabs_ArrowKeys_MoveTheSelection()
    {
        var page = await StartCallAsync();

        await page.InvokeAsync(() => page.Find("[role=tablist]").KeyDown("ArrowLeft"));

        page.WaitForAssertion(() => Assert.Equal("true", page.Find(ById("tab-advice")).GetAttribute("aria-selected")));
        Assert.Contains("Nothing yet", page.Find("[role=tabpanel]").TextContent, StringComparison.Ordinal);
    }

    private async Task<IRenderedComponent<TestCallPage>> StartCallAsync()
    {
        var page = Render<TestCallPage>();
        await StartAsync(page);
        return page;
    }

    private static async Task StartAsync(IRenderedComponent<TestCallPage> page)
    {
        await ClickAsync(page, ById("start-call"));
        page.WaitForAssertion(() => Assert.Equal("connected", page.Find(ById("call-status")).TextContent));
    }
}
