using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using M4sh.Contracts.Sessions;
using M4sh.IntegrationTests;
using Microsoft.Playwright;
using Npgsql;

namespace M4sh.BrowserTests;

public sealed class TestCallTests(Stack stack, Chromium chromium)
{
    [Fact]
    public async Task TestCall_Started_ConnectsDecodesMeasuresAndEnds()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var page = await chromium.OpenAsync(new Uri(stack.Console, "/test-call"));
        await page.Element("start-call").ClickAsync();
        await ConnectedAsync(page);
        var sessionId = Guid.Parse(await page.Element("session-id").InnerTextAsync());

        // Each peer decodes what the other sends, for a while.
        foreach (var video in (string[])["peer-host-video", "peer-guest-video"])
        {
            await page.Page.WaitForFunctionAsync(
                "id => document.querySelector(`[data-testid=${id}]`).getVideoPlaybackQuality().totalVideoFrames > 30", video);
        }

        foreach (var chart in from metric in (string[])["rtt", "loss", "jitter", "bitrate"] from side in (string[])["host", "guest"] select $"chart-{metric}-{side}")
        {
            await page.Page.WaitForFunctionAsync("id => Number(document.querySelector(`[data-testid=${id}]`).dataset.points) >= 3", chart);
        }

        foreach (var step in (string[])["session", "offer", "answer", "candidate", "connected", "frame-host", "frame-guest"])
        {
            await Assertions.Expect(page.Element($"step-{step}")).ToHaveAttributeAsync("data-ms", new Regex("^[0-9]+$"));
        }

        await Assertions.Expect(page.Element("recommendation-host")).ToContainTextAsync("p");
        await Assertions.Expect(page.Element("transport-host")).ToHaveTextAsync("signaling: hub");
        await Assertions.Expect(page.Element("transport-guest")).ToHaveTextAsync("signaling: raw WebSocket");
        await page.ScreenshotAsync("test-call");

        var admin = stack.ClientOf("qa", "admin");
        var timeline = await admin.GetEventsAsync(sessionId, cancellationToken);
        Assert.Equal(2, timeline.Items.Count(entry => entry.Type == "signaling_connected"));
        Assert.Equal(SessionStatus.Connected, (await admin.GetSessionAsync(sessionId, cancellationToken)).Status);

        // Samples come every 5 s, and a minute's rollup when the minute is over.
        await using var database = new NpgsqlConnection(await stack.App.GetConnectionStringAsync("m4shdb", cancellationToken));
        await database.OpenAsync(cancellationToken);
        await CountReachesAsync(database, "SELECT count(DISTINCT user_id) FROM qos_samples WHERE session_id = $1", sessionId, 2, cancellationToken);
        await CountReachesAsync(database, "SELECT count(DISTINCT user_id) FROM qos_minutes WHERE session_id = $1", sessionId, 2, cancellationToken);

        await page.Element("hang-up").ClickAsync();
        await Assertions.Expect(page.Element("call-status")).ToHaveTextAsync("ended");
        await Assertions.Expect(page.Element("verdict-result")).ToHaveTextAsync(new Regex("^(passed|failed)$"));
        await Assertions.Expect(page.Element("check-loss-host")).ToContainTextAsync("at most 3 %");
        await page.ScreenshotAsync("test-call-verdict");
        var ended = await admin.GetSessionAsync(sessionId, cancellationToken);
        Assert.Equal((SessionStatus.Ended, EndReason.Hangup), (ended.Status, ended.EndReason));
        Assert.All(ended.Participants, participant => Assert.NotNull(participant.LeftAt));
        Assert.Empty(page.Problems);
    }

    /// <summary>The call above is mixed, as it is unless somebody chooses.</summary>
    [Theory]
    [InlineData("hub", "hub")]
    [InlineData("raw", "raw WebSocket")]
    public async Task TestCall_TransportChosen_ConnectsOverIt(string choice, string shown)
    {
        await using var page = await chromium.OpenAsync(new Uri(stack.Console, "/test-call"));
        await Assertions.Expect(page.Element("start-call")).ToBeEnabledAsync();
        await page.Element($"transports-{choice}").CheckAsync();
        await page.Element("start-call").ClickAsync();
        await ConnectedAsync(page);

        foreach (var side in (string[])["host", "guest"])
        {
            await Assertions.Expect(page.Element($"transport-{side}")).ToHaveTextAsync($"signaling: {shown}");
        }

        var session = Guid.Parse(await page.Element("session-id").InnerTextAsync());
        var timeline = await stack.ClientOf("qa", "admin").GetEventsAsync(session, TestContext.Current.CancellationToken);
        Assert.All(timeline.Items.Where(entry => entry.Type == "signaling_connected"), entry => Assert.Equal(
            choice == "hub" ? "hub" : "websocket", entry.Data?.GetProperty("transport").GetString()));
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task TestCall_PageLeftInTheMiddle_LeavesNoSessionOpen()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var page = await chromium.OpenAsync(new Uri(stack.Console, "/test-call"));
        await page.Element("start-call").ClickAsync();
        await ConnectedAsync(page);
        var sessionId = Guid.Parse(await page.Element("session-id").InnerTextAsync());

        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).First.ClickAsync();
        await Assertions.Expect(page.Page).ToHaveTitleAsync("Overview · M4sh console");

        var admin = stack.ClientOf("qa", "admin");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((await admin.GetSessionAsync(sessionId, cancellationToken)).Status != SessionStatus.Ended)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        Assert.Empty(page.Problems);
    }

    /// <summary>Where the call fails, the page says why.</summary>
    internal static async Task ConnectedAsync(WatchedPage page)
    {
        var status = page.Element("call-status");
        await Assertions.Expect(status).ToHaveTextAsync(new Regex("^(connected|failed)$"));
        if (await status.InnerTextAsync() == "failed")
        {
            Assert.Fail(await page.Page.Locator("main").InnerTextAsync());
        }
    }

    internal static async Task CountReachesAsync(NpgsqlConnection database, string query, Guid sessionId, long goal, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        long count;
        do
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            await using var command = new NpgsqlCommand(query, database) { Parameters = { new() { Value = sessionId } } };
            count = Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        }
        while (count < goal);
    }
}
