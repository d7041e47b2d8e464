using System.Net;
using Bunit;
using M4sh.Console.Components.Pages;
using M4sh.Console.Sessions;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Live;
using M4sh.Contracts.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.Console.Tests.Pages;

public sealed class SessionsPageTests : PageTest
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Page_BeforeTheFirstReading_ShowsThatItLoads()
    {
        using var stop = HoldReadings();

        var page = At("/sessions");

        Assert.Single(page.FindAll(ById("loading")));
        Assert.Equal("true", page.Find("section.panel").GetAttribute("aria-busy"));
    }

    [Fact]
    public void Page_NoSessions_InvitesToMakeACall()
    {
        var page = At("/sessions");

        Assert.Equal("/test-call", page.WaitForElement($"{ById("sessions-empty")} a").GetAttribute("href"));
        Assert.Empty(page.FindAll(ById("older")));
    }

    [Fact]
    public void Page_NoneMatches_OffersAll()
    {
        World.Api.Live.Add(FakeApi.SessionWith(SessionStatus.Waiting));

        var page = At("/sessions?status=ended");

        Assert.Equal("/sessions", page.WaitForElement($"{ById("sessions-empty")} a").GetAttribute("href"));
    }

    [Fact]
    public void Page_WithSessions_ShowsWhatTheyAre()
    {
        World.Api.Live.Add(FakeApi.SessionWith(SessionStatus.Ended) with { LessonId = "lesson-1" });
        World.Time.Advance(TimeSpan.FromSeconds(75));

        var page = At("/sessions");

        var row = page.WaitForElement(ById("session-row"));
        Assert.Equal($"/sessions/{FakeApi.SessionId}", row.QuerySelector("a")?.GetAttribute("href"));
        foreach (var text in (string[])["ended", "hangup", "lesson-1", "nobody", "2026-01-02 03:04", "1 min 15 s ago", "30 s"])
        {
            Assert.Contains(text, row.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Page_DeepLink_AsksForExactlyThat()
    {
        var page = At("/sessions?q=lesson%201&status=ended&cursor=a&cursor=b");

        page.WaitForElement(ById("sessions-empty"));
        Assert.Contains("GET /api/v1/webrtc/sessions/?status=ended&lesson_id=lesson%201&limit=25&cursor=b", World.Api.Requests);
        Assert.Equal("lesson 1", page.Find(ById("search")).GetAttribute("value"));
        Assert.Equal("true", page.Find(ById("filter-ended")).GetAttribute("aria-current"));
        Assert.Equal("/sessions?q=lesson%201&status=ended&cursor=a", page.Find(ById("newer")).GetAttribute("href"));
    }

    [Fact]
    public void Page_MoreThanOnePage_LeadsToTheOlderAndBack()
    {
        World.Api.Live.Add(FakeApi.SessionWith(SessionStatus.Waiting));
        World.Api.NextCursor = "next";
        var page = At("/sessions?status=waiting");

        var older = page.WaitForElement(ById("older")).GetAttribute("href")!;
        Navigation.NavigateTo(older);

        Assert.Equal("/sessions?status=waiting&cursor=next", older);
        Assert.Equal("/sessions?status=waiting", page.WaitForElement(ById("newer")).GetAttribute("href"));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(ById("older"))));
    }

    [Fact]
    public void Search_Text_GoesIntoTheAddress()
    {
        var page = At("/sessions?status=ended&cursor=a");
        page.WaitForElement(ById("sessions-empty"));

        page.Find(ById("search")).Change(" lesson/1 ");
        page.Find("form").Submit();

        // A click is handled after a rendering that is just going on.
        page.WaitForAssertion(() => Assert.EndsWith("/sessions?q=lesson%2F1&status=ended", Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public void Search_SessionId_FindsTheSession()
    {
        World.Api.One = FakeApi.SessionWith(SessionStatus.Ended);

        var page = At($"/sessions?q={FakeApi.SessionId}");

        Assert.Contains(FakeApi.SessionId.ToString(), page.WaitForElement(ById("session-row")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_IdOfNoSession_FindsTheLessonOfThatName()
    {
        World.Api.Live.Add(FakeApi.SessionWith(SessionStatus.Waiting) with { LessonId = FakeApi.SessionId.ToString() });
        World.Api.Refuse($"/sessions/{FakeApi.SessionId}/", HttpStatusCode.NotFound, "not_found", "There is no such session.");

        var page = At($"/sessions?q={FakeApi.SessionId}");

        Assert.NotNull(page.WaitForElement(ById("session-row")));
        Assert.Empty(page.FindAll(ById("problem")));
    }

    [Fact]
    public void Page_ASessionIsCreated_ShowsItByItself()
    {
        var page = At("/sessions");
        page.WaitForElement(ById("sessions-empty"));

        World.Api.Live.Add(FakeApi.SessionWith(SessionStatus.Waiting));
        World.Time.Advance(SessionListFeed.Interval);

        Assert.NotNull(page.WaitForElement(ById("session-row")));
    }

    [Fact]
    public async Task Page_SessionIsTold_ShowsItWithoutPolling()
    {
        World.Api.Stream.Open();
        var page = At("/sessions");
        page.WaitForElement(ById("sessions-empty"));
        page.WaitForAssertion(() => Assert.Equal("live", page.Find(ById("live-sign")).TextContent));

        await World.Api.Stream.TellAsync(LiveEvents.Session, FakeApi.SessionWith(SessionStatus.Waiting));

        Assert.Contains("waiting", page.WaitForElement(ById("session-row")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_StreamAway_SaysThatItPolls()
    {
        World.Api.Stream.Refuse();

        var page = At("/sessions");

        page.WaitForAssertion(() => Assert.Equal("polling", page.Find(ById("live-sign")).TextContent));
    }

    [Fact]
    public void Page_ApiAway_SaysWhatAndWhatToDo()
    {
        World.Api.Refuse("limit=25", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");

        var page = At("/sessions");

        Assert.Contains("The database is away.", page.WaitForElement(ById("problem")).TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find(ById("sessions-missing")));
    }

    [Fact]
    public void Page_ApiGoesAway_KeepsWhatItKnewAndRecovers()
    {
        World.Api.Live.Add(FakeApi.SessionWith(SessionStatus.Waiting));
        var page = At("/sessions");
        page.WaitForElement(ById("session-row"));

        World.Api.Refuse("limit=25", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");
        World.Time.Advance(SessionListFeed.Interval);
        page.WaitForElement(ById("problem"));
        Assert.NotNull(page.Find(ById("session-row")));

        World.Api.Allow("limit=25");
        World.Time.Advance(SessionListFeed.Interval);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(ById("problem"))));
    }

    private IRenderedComponent<SessionsPage> At(string address)
    {
        Navigation.NavigateTo(address);
        return Render<SessionsPage>();
    }
}
