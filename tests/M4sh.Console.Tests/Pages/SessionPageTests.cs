using System.Net;
using Bunit;
using M4sh.Console.Components.Common;
using M4sh.Console.Sessions;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Live;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using SessionPage = M4sh.Console.Components.Pages.SessionPage;

namespace M4sh.Console.Tests.Pages;

public sealed class SessionPageTests : PageTest
{
    [Fact]
    public void Page_BeforeTheFirstReading_ShowsThatItLoads()
    {
        using var stop = HoldReadings();

        Assert.Single(Open().FindAll(ById("loading")));
    }

    [Fact]
    public async Task Page_AfterACall_TellsWhatHappenedWhereAndToWhom()
    {
        await using var call = World.NewCall();
        await call.StartAsync();

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll($"{ById("events")} tbody tr").Count));
        Assert.Equal("connected", page.Find(ById("session-status")).TextContent);
        foreach (var text in (string[])["QA guest", "replica of qa-gues", "0.000 s", "03:04:05.000", "signaling connected"])
        {
            Assert.Contains(text, page.Find(ById("events")).TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(2, page.FindAll(ById("participant")).Count);
        Assert.Contains("host, impolite", page.Find(ById("participants")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_InAnotherZone_TellsItsTimesInIt()
    {
        await using var call = World.NewCall();
        await call.StartAsync();
        World.Api.Report = Report(World.Hub.Host.UserId);
        Services.GetRequiredService<ViewerZone>().Set("Asia/Kolkata");

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains("08:34:05.000", page.Find(ById("events")).TextContent, StringComparison.Ordinal));
        Assert.Contains("2026-01-02 08:34:05 Asia/Kolkata", page.Find(ById("session-facts")).TextContent, StringComparison.Ordinal);
        Assert.Contains("joined 08:34:05", page.Find(ById("participants")).TextContent, StringComparison.Ordinal);
        Assert.Contains("08:34:", page.WaitForElement(ById("chart-rtt-session")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_NobodyAndNothingYet_SaysSo()
    {
        World.Api.One = FakeApi.SessionWith(SessionStatus.Waiting);

        var page = Open();

        Assert.NotNull(page.WaitForElement(ById("participants-empty")));
        Assert.NotNull(page.Find(ById("quality-empty")));
    }

    [Fact]
    public async Task Page_WithSamples_ShowsPercentilesForBothAndEachAndCharts()
    {
        await using var call = World.NewCall();
        await call.StartAsync();
        var user = World.Hub.Host.UserId;
        World.Api.Report = Report(user);

        var page = Open();

        var both = page.WaitForElement(ById("quality-overall"));
        Assert.Equal(["42 ms", "150 ms", "290 ms"], both.QuerySelectorAll("tbody tr:first-child td").Select(cell => cell.TextContent));
        Assert.Equal(
            ["level-excellent", "level-good", "level-poor"], both.QuerySelectorAll("tbody tr:first-child td").Select(cell => cell.ClassName));
        Assert.Contains("2 samples", page.Find(ById($"quality-{user}")).TextContent, StringComparison.Ordinal);
        Assert.Equal("2", page.Find(ById("chart-rtt-session")).GetAttribute("data-points"));
        Assert.Equal("0", page.Find(ById("chart-loss-session")).GetAttribute("data-points"));
    }

    [Fact]
    public void Page_WithIssues_TellsThemInWordsAndLinksTheReport()
    {
        World.Api.One = FakeApi.SessionWith(SessionStatus.Ended);
        World.Api.Events.Add(Timelines.Raised("packet_loss", "critical", "alice", 5));
        World.Api.Events.Add(Timelines.Entry("ice_failure", "alice", 2, """{"reason": "turn_unauthorized", "code": 401, "server": "turn:turn.example"}"""));

        var page = Open();

        var issue = page.WaitForElement(ById("issue-packet_loss"));
        Assert.Contains("Packets lost", issue.TextContent, StringComparison.Ordinal);
        Assert.Contains("critical", issue.TextContent, StringComparison.Ordinal);
        Assert.Contains("refused the credential", page.Find(ById("event-ice_failure")).TextContent, StringComparison.Ordinal);
        Assert.Equal($"/sessions/{FakeApi.SessionId}/report?format=html", page.Find(ById("report-html")).GetAttribute("href"));
    }

    [Fact]
    public void Page_WithoutIssues_SaysSo()
    {
        World.Api.One = FakeApi.SessionWith(SessionStatus.Ended);

        Assert.Equal("None found.", Open().WaitForElement(ById("issues-empty")).TextContent);
    }

    [Fact]
    public void Page_StatusChanges_ShowsItByItself()
    {
        World.Api.One = FakeApi.SessionWith(SessionStatus.Waiting);
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal("waiting", page.Find(ById("session-status")).TextContent));

        World.Api.One = FakeApi.SessionWith(SessionStatus.Connected);
        World.Time.Advance(SessionFeed.Interval);

        page.WaitForAssertion(() => Assert.Equal("connected", page.Find(ById("session-status")).TextContent));
    }

    [Fact]
    public async Task Page_StatusIsTold_ShowsItAtOnce()
    {
        World.Api.One = FakeApi.SessionWith(SessionStatus.Waiting);
        World.Api.Stream.Open();
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal("waiting", page.Find(ById("session-status")).TextContent));
        page.WaitForAssertion(() => Assert.Equal("live", page.Find(ById("live-sign")).TextContent));

        await World.Api.Stream.TellAsync(LiveEvents.Session, FakeApi.SessionWith(SessionStatus.Connected));

        page.WaitForAssertion(() => Assert.Equal("connected", page.Find(ById("session-status")).TextContent));
    }

    [Fact]
    public void Page_NoSuchSession_SaysSo()
    {
        World.Api.Refuse($"{FakeApi.SessionId}/", HttpStatusCode.NotFound, "not_found", "There is no such session.");

        var page = Open();

        Assert.Equal("/sessions", page.WaitForElement($"{ById("session-unknown")} a").GetAttribute("href"));
        Assert.Empty(page.FindAll(ById("end-session")));
    }

    [Fact]
    public void Page_QualityAway_ShowsTheRestAndWhy()
    {
        World.Api.Refuse("quality/?bucket=5", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");

        var page = Open();

        Assert.NotNull(page.WaitForElement(ById("quality-missing")));
        Assert.NotNull(page.Find(ById("events")));
        Assert.Equal("unavailable", page.Find(ById("problem-code")).TextContent);
    }

    [Fact]
    public void End_Confirmed_EndsTheSessionAndShowsIt()
    {
        var dialogs = Render<MudDialogProvider>();
        var page = Open();
        page.WaitForElement(ById("end-session")).Click();

        dialogs.WaitForElement(".mud-message-box__yes-button").Click();

        page.WaitForAssertion(() => Assert.Equal("ended", page.Find(ById("session-status")).TextContent));
        Assert.Contains($"POST /api/v1/webrtc/sessions/{FakeApi.SessionId}/end/", World.Api.Requests);
        Assert.Empty(page.FindAll(ById("end-session")));
    }

    [Fact]
    public void End_Cancelled_ChangesNothing()
    {
        var dialogs = Render<MudDialogProvider>();
        var page = Open();
        page.WaitForElement(ById("end-session")).Click();

        dialogs.WaitForElement(".mud-message-box__cancel-button").Click();

        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll(".mud-message-box")));
        Assert.DoesNotContain(World.Api.Requests, request => request.EndsWith("/end/", StringComparison.Ordinal));
    }

    [Fact]
    public void End_Refused_SaysWhy()
    {
        World.Api.Refuse("/end/", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");
        var dialogs = Render<MudDialogProvider>();
        var page = Open();
        page.WaitForElement(ById("end-session")).Click();

        dialogs.WaitForElement(".mud-message-box__yes-button").Click();

        Assert.Contains("The database is away.", page.WaitForElement(ById("problem")).TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find(ById("end-session")));
    }

    private IRenderedComponent<SessionPage> Open() => Render<SessionPage>(parameters => parameters.Add(each => each.Id, FakeApi.SessionId));

    private static QualityReport Report(string userId)
    {
        var rtt = new MetricSummary(50, 1, 300, 42, 150, 290);
        return new()
        {
            From = FakeApi.Start,
            To = FakeApi.Start.AddSeconds(10),
            Samples = 2,
            Overall = new() { Samples = 2, RttMs = rtt },
            Participants = new Dictionary<string, QualitySummary> { [userId] = new() { Samples = 2, RttMs = rtt } },
            Series =
            [
                new() { Start = FakeApi.Start, Samples = 1, RttMs = rtt },
                new() { Start = FakeApi.Start.AddSeconds(5), Samples = 1, RttMs = rtt },
            ],
        };
    }
}
