using System.Net;
using Bunit;
using M4sh.Console.Components.Pages;
using M4sh.Console.Overview;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Live;
using M4sh.Contracts.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.Console.Tests.Pages;

public sealed class OverviewPageTests : PageTest
{
    private OverviewFeed Feed => Services.GetRequiredService<OverviewFeed>();

    [Fact]
    public void Page_BeforeTheFirstReading_ShowsThatItLoads()
    {
        using var stop = HoldReadings();

        var page = Render<OverviewPage>();

        Assert.Equal(3, page.FindAll(ById("loading")).Count);
        Assert.Equal("true", page.Find(".overview").GetAttribute("aria-busy"));
    }

    [Fact]
    public void Page_NoSessions_InvitesToMakeACall()
    {
        var page = Render<OverviewPage>();

        page.WaitForElement(ById("sessions-empty"));
        Assert.Equal("/test-call", page.Find($"{ById("sessions-empty")} a").GetAttribute("href"));
    }

    [Fact]
    public void Page_WithData_ShowsSessionsTotalsAndHealth()
    {
        World.Api.Live.Add(FakeApi.SessionWith(SessionStatus.Connected));
        World.Time.Advance(TimeSpan.FromSeconds(75));

        var page = Render<OverviewPage>();

        var row = page.WaitForElement(ById("session-row"));
        Assert.Contains("connected", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 min 15 s", row.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/sessions/{FakeApi.SessionId}", row.QuerySelector("a")?.GetAttribute("href"));
        Assert.Equal("17", page.Find(ById("total-ended")).TextContent);
        Assert.Equal("1,234", page.Find(ById("total-samples")).TextContent);
        Assert.Equal(["42 ms", "250 ms"], page.FindAll($"{ById("day-rtt")} td").Select(cell => cell.TextContent));
        Assert.Equal(["level-excellent", "level-poor"], page.FindAll($"{ById("day-rtt")} td").Select(cell => cell.ClassName));
        Assert.Equal(["–", "–"], page.FindAll($"{ById("day-loss")} td").Select(cell => cell.TextContent));
        Assert.Equal("healthy", page.Find(ById("health-signaling-api")).GetAttribute("data-status"));
    }

    [Fact]
    public async Task Page_SessionIsTold_ShowsItWithoutPolling()
    {
        World.Api.Stream.Open();
        var page = Render<OverviewPage>();
        page.WaitForElement(ById("sessions-empty"));
        page.WaitForAssertion(() => Assert.Equal("live", page.Find(ById("live-sign")).TextContent));

        await World.Api.Stream.TellAsync(LiveEvents.Session, FakeApi.SessionWith(SessionStatus.Connected));

        Assert.Contains("connected", page.WaitForElement(ById("session-row")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_ApiAway_SaysWhatAndWhatToDo()
    {
        World.Api.Refuse("limit=50", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");

        var page = Render<OverviewPage>();

        Assert.Contains("The database is away.", page.WaitForElement(ById("problem")).TextContent, StringComparison.Ordinal);
        Assert.Equal("unavailable", page.Find(ById("problem-code")).TextContent);
        Assert.NotNull(page.Find(ById("sessions-missing")));
    }

    [Fact]
    public async Task Page_Left_ReadsNoMore()
    {
        var page = Render<OverviewPage>();
        page.WaitForElement(ById("sessions-empty"));

        await DisposeComponentsAsync();
        var asked = World.Api.Requests.Count;
        World.Time.Advance(TimeSpan.FromMinutes(1));
        await Feed.DisposeAsync();

        Assert.Equal(asked, World.Api.Requests.Count);
    }
}
