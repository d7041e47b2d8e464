using System.Net;
using Bunit;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using AnalyticsPage = M4sh.Console.Components.Pages.AnalyticsPage;

namespace M4sh.Console.Tests.Pages;

public sealed class AnalyticsPageTests : PageTest
{
    private static readonly MetricSummary Rtt = new(50, 1, 300, 42, 250, 290);

    [Fact]
    public void Page_BeforeTheFirstReading_ShowsThatItLoads()
    {
        using var stop = HoldReadings();

        Assert.Single(Open().FindAll(ById("loading")));
    }

    [Fact]
    public void Page_WithCalls_ShowsHowTheyWereAndTheWorst()
    {
        World.Api.Quality = Full();

        var page = Open();

        Assert.Equal("75 %", page.WaitForElement(ById("success")).TextContent);
        Assert.Equal("1.50 s", page.Find(ById("setup-p95")).TextContent);
        Assert.Equal("2", page.Find(ById("chart-rtt-all")).GetAttribute("data-points"));
        Assert.Contains("poor", page.Find(ById("qualities")).TextContent, StringComparison.Ordinal);
        Assert.Contains("ice failed", page.Find(ById("end-reasons")).TextContent, StringComparison.Ordinal);
        Assert.Equal($"/sessions/{FakeApi.SessionId}", page.Find($"{ById("worst")} a").GetAttribute("href"));
        Assert.Contains("25 %", page.Find(ById("worst-row")).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(ById("groups")));
    }

    [Fact]
    public void Page_ByLesson_AsksForItAndLinksTheLessonsSessions()
    {
        World.Api.Quality = Full() with { Groups = [new() { Key = "lesson 7", Samples = 4, RttMs = Rtt, Calls = Full().Calls! }] };

        var page = Open("/analytics?last=7d&group_by=lesson");

        Assert.Equal("/sessions?q=lesson%207", page.WaitForElement($"{ById("groups")} a").GetAttribute("href"));
        Assert.Equal("true", page.Find(ById("window-7d")).GetAttribute("aria-current"));
        Assert.Contains(World.Api.Requests, request => request.Contains("bucket=10800&group_by=lesson&worst=10", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_OfAnOwnWindow_AsksForItAndKeepsIt()
    {
        var page = Open("/analytics?from=2026-01-01T00:00Z&to=2026-01-01T06:00Z");

        Assert.Equal("2026-01-01 00:00:00 to 2026-01-01 06:00:00 UTC", page.WaitForElement(ById("analytics-window")).TextContent);
        page.WaitForAssertion(() => Assert.Contains(
            World.Api.Requests, request => request.Contains("from=2026-01-01T00%3A00%3A00Z&to=2026-01-01T06%3A00%3A00Z", StringComparison.Ordinal)));
        Assert.Empty(page.FindAll(ById("keep-window")));
    }

    [Fact]
    public void Page_OfTheLastDay_LinksExactlyThisWindow() => Assert.Equal(
        "/analytics?from=2026-01-01T03:05Z&to=2026-01-02T03:05Z", Open().WaitForElement(ById("keep-window")).GetAttribute("href"));

    [Fact]
    public void Page_NoSamples_SaysSo()
    {
        World.Api.Quality = Full() with { Samples = 0 };

        Assert.NotNull(Open().WaitForElement(ById("quality-empty")));
    }

    [Fact]
    public void Page_CallsWithoutAConnection_AreListed()
    {
        World.Api.Live.Add(FakeApi.SessionWith(SessionStatus.Ended, Person("alice"), Person("bob")) with { ConnectedAt = null, CreatedAt = FakeApi.Start });

        var page = Open();

        Assert.Single(page.WaitForElements(ById("session-row")));
        Assert.Contains(M4sh.Console.Analytics.Share.NotReported, page.Find(ById("nats")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_MoreSessionsThanAreLookedAt_SaysSo()
    {
        World.Api.NextCursor = "next";
        World.Api.EndlessList = true;

        Assert.NotNull(Open().WaitForElement(ById("shares-partial")));
        Assert.Equal(5, World.Api.Requests.Count(request => request.Contains("/sessions/?", StringComparison.Ordinal)));
    }

    [Fact]
    public void Page_QualityAway_ShowsTheRestAndWhy()
    {
        World.Api.RefuseAll("/quality/", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");

        var page = Open();

        Assert.NotNull(page.WaitForElement(ById("quality-missing")));
        Assert.Equal("unavailable", page.Find(ById("problem-code")).TextContent);
        Assert.NotNull(page.Find(ById("paths-empty")));
    }

    private IRenderedComponent<AnalyticsPage> Open(string address = "/analytics")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<AnalyticsPage>();
    }

    private static QualityOverview Full()
    {
        var levels = new Dictionary<QualityLevel, long> { [QualityLevel.Excellent] = 3, [QualityLevel.Poor] = 1 };
        return new()
        {
            From = FakeApi.Start,
            To = FakeApi.Start,
            Bucket = 1800,
            Samples = 4,
            Overall = new() { Samples = 4, RttMs = Rtt, Qualities = levels },
            Series = [Bucket(0), Bucket(30)],
            Calls = new()
            {
                Sessions = 5,
                Attempted = 4,
                Connected = 3,
                SuccessPct = 75,
                SetupSeconds = new(1, 0.5, 2, 0.8, 1.5, 2),
                EndReasons = new Dictionary<EndReason, long> { [EndReason.Hangup] = 3, [EndReason.IceFailed] = 1 },
            },
            Worst = [new() { SessionId = FakeApi.SessionId, PoorPct = 25, Samples = 4, RttMs = Rtt, Qualities = levels }],
            Sessions = new Dictionary<SessionStatus, long>(),
        };
    }

    private static QualityBucket Bucket(int minutes) => new() { Start = FakeApi.Start.AddMinutes(minutes), Samples = 2, RttMs = Rtt };

    private static Participant Person(string id) => new()
    {
        UserId = id,
        Role = ParticipantRole.Host,
        Polite = false,
        ConnectionState = PeerConnectionState.Failed,
        AudioMuted = false,
        VideoMuted = false,
        JoinedAt = FakeApi.Start,
    };
}
