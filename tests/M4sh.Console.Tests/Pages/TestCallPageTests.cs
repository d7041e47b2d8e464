using System.Net;
using Bunit;
using M4sh.Console.Calls;
using M4sh.Console.Components.Calls;
using M4sh.Console.Components.Pages;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Qos;

namespace M4sh.Console.Tests.Pages;

public sealed class TestCallPageTests : PageTest
{
    [Fact]
    public void Page_BeforeTheClick_OffersACallWithAllStepsOpen()
    {
        var page = Render<TestCallPage>();

        Assert.Equal("not started", Status(page));
        Assert.False(page.Find(ById("start-call")).HasAttribute("disabled"));
        Assert.Equal(11, page.FindAll("[data-testid^=step-]").Count(step => step.GetAttribute("data-ms") is null));
        Assert.NotNull(page.Find(ById("peer-host-video")));
        Assert.NotNull(page.Find(ById("peer-guest-video")));
    }

    [Fact]
    public async Task Start_Connected_ShowsTheTimeTheStepsAndTheSession()
    {
        var page = await StartCallAsync();

        Assert.Equal("0", page.Find(ById("connect-ms")).TextContent);
        page.WaitForAssertion(() => Assert.Equal("0", page.Find(ById("step-frame-guest")).GetAttribute("data-ms")));
        Assert.Equal(FakeApi.SessionId.ToString(), page.Find(ById("session-id")).TextContent);
        page.WaitForAssertion(() => Assert.Contains(
            "raw WebSocket, replica of qa-gue", page.Find(ById("step-signaling-guest")).TextContent, StringComparison.Ordinal));
        Assert.Equal(12, page.FindAll("[data-testid^=chart-]").Count);
    }

    [Theory]
    [InlineData("hub", CallTransport.Hub, CallTransport.Hub, "hub", "hub")]
    [InlineData("raw", CallTransport.WebSocket, CallTransport.WebSocket, "raw WebSocket", "raw WebSocket")]
    [InlineData("mixed", CallTransport.Hub, CallTransport.WebSocket, "hub", "raw WebSocket")]
    public async Task Start_TransportsChosen_EachPeerUsesAndShowsItsOwn(
        string choice, CallTransport host, CallTransport guest, string hostText, string guestText)
    {
        var page = Render<TestCallPage>();
        page.Find(ById($"transports-{choice}")).Change(choice);

        await StartAsync(page);

        Assert.Equal((host, guest), (World.Hub.Host.Transport, World.Hub.Guest.Transport));
        foreach (var (side, text) in ((string, string)[])[("host", hostText), ("guest", guestText)])
        {
            Assert.Equal($"signaling: {text}", page.Find(ById($"transport-{side}")).TextContent);
            Assert.StartsWith(text, page.Find($"{ById($"step-signaling-{side}")} .note").TextContent, StringComparison.Ordinal);
        }

        Assert.True(page.Find("fieldset").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Start_NothingChosen_IsMixed()
    {
        var page = Render<TestCallPage>();
        Assert.True(page.Find(ById("transports-mixed")).HasAttribute("checked"));

        await StartAsync(page);

        Assert.Equal((CallTransport.Hub, CallTransport.WebSocket), (World.Hub.Host.Transport, World.Hub.Guest.Transport));
    }

    [Fact]
    public async Task Start_NumbersCome_ChartsAndRecommendationShowThem()
    {
        var page = await StartCallAsync();

        await World.Browser.Host.Events.StatsAsync(new() { RttMs = 120, PacketLossPct = 0, JitterMs = 31, BitrateKbps = 300 });
        await World.Hub.Host.RecommendAsync(new() { Quality = QualityLevel.Poor, Recommendation = VideoRecommendation.P240, Mos = 3.5, Reasons = ["jitter_ms"] });
        World.Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Contains("240p", page.Find(ById("recommendation-host")).TextContent, StringComparison.Ordinal));
        Assert.Contains("3.50", page.Find(ById("recommendation-host")).TextContent, StringComparison.Ordinal);
        Assert.Equal("1", page.Find(ById("chart-rtt-host")).GetAttribute("data-points"));
        Assert.Equal("level-good", page.Find($"{ById("chart-rtt-host")} strong").ClassName);
        Assert.Equal("level-poor", page.Find($"{ById("chart-jitter-host")} strong").ClassName);
        Assert.Equal("0", page.Find(ById("chart-rtt-guest")).GetAttribute("data-points"));
    }

    [Fact]
    public async Task Start_NumbersComeOften_ChartsAreDrawnTwiceASecondAtMost()
    {
        var page = await StartCallAsync();

        // What the call tells of itself is drawn at once, and would count here.
        page.WaitForAssertion(() => Assert.All((string[])["host", "guest"], side => Assert.Equal("0", page.Find(ById($"step-frame-{side}")).GetAttribute("data-ms"))));
        var chart = page.FindComponents<MetricChart>()[0];
        var drawings = new HashSet<object>();
        chart.OnMarkupUpdated += (_, _) => drawings.Add(chart.Instance.Lines);

        for (var tick = 0; tick < 50; tick++)
        {
            await World.Browser.Host.Events.StatsAsync(new() { RttMs = tick });
            World.Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        page.WaitForAssertion(() => Assert.InRange(drawings.Count, 1, 3));
    }

    [Fact]
    public async Task HangUp_Connected_ShowsTheFinalStateAndOffersAnother()
    {
        var page = await StartCallAsync();

        await ClickAsync(page, ById("hang-up"));

        page.WaitForAssertion(() => Assert.Equal("ended", Status(page)));
        Assert.Contains("ended (hangup) after 30 s", page.Find(ById("final-state")).TextContent, StringComparison.Ordinal);
        Assert.Contains("Call again", page.Find(ById("start-call")).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(ById("hang-up")));
    }

    [Fact]
    public async Task Start_Refused_ShowsCodeWhatAndAdvice()
    {
        World.Api.Refuse("POST /api/v1/webrtc/sessions/", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");
        var page = Render<TestCallPage>();

        await ClickAsync(page, ById("start-call"));

        page.WaitForAssertion(() => Assert.Equal("failed", Status(page)));
        Assert.Equal("unavailable", page.Find(ById("problem-code")).TextContent);
        Assert.Contains("The database is away.", page.Find(ById("problem")).TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find(ById("start-call")));
    }

    [Fact]
    public async Task Start_AfterAFailure_ForgetsIt()
    {
        World.Api.Refuse("POST /api/v1/webrtc/sessions/", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");
        var page = Render<TestCallPage>();
        await ClickAsync(page, ById("start-call"));
        page.WaitForAssertion(() => Assert.Equal("failed", Status(page)));

        World.Api.Allow("POST /api/v1/webrtc/sessions/");
        await ClickAsync(page, ById("start-call"));

        page.WaitForAssertion(() => Assert.Equal("connected", Status(page)));
        Assert.Empty(page.FindAll(ById("problem")));
    }

    [Fact]
    public async Task Page_LeftDuringACall_ClosesEverything()
    {
        await StartCallAsync();

        await DisposeComponentsAsync();

        Assert.All(World.Hub.Connections, connection => Assert.True(connection.Disposed));
        Assert.True(World.Browser.Host.Disposed && World.Browser.Guest.Disposed);
        Assert.Equal(2, World.Api.Requests.Count(request => request.EndsWith("/leave/", StringComparison.Ordinal)));
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
        page.WaitForAssertion(() => Assert.Equal("connected", Status(page)));
    }

    private static string Status(IRenderedComponent<TestCallPage> page) => page.Find(ById("call-status")).TextContent;
}
