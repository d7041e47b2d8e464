using Aspire.Hosting.Testing;
using M4sh.Contracts.Qos;
using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

public sealed class AccessibilityTests(Stack stack, Chromium chromium)
{
    private static readonly string[] s_callTabs = ["path", "signaling", "advice"];

    // What could not be read is read again a minute later.
    private static readonly LocatorAssertionsToBeVisibleOptions s_read = new() { Timeout = 180_000 };

    private readonly PageAudit _audit = new();

    [Fact]
    public async Task Console_EveryPageInBothThemesAndOnAPhone_HasNoViolationAndDoesNotScrollSideways()
    {
        var session = await MeasuredSessionAsync(TestContext.Current.CancellationToken);
        await using var page = await chromium.OpenAsync(new Uri(stack.Console, "/test-call"));
        var run = await WalkTestCallAsync(page);

        foreach (var (address, shown) in ((string, string?)[])
        [
            ("/", "session-row"),
            ("/sessions", "session-row"),
            ($"/sessions/{session}", "quality-student"),
            ($"/sessions/{Guid.Empty}", "session-unknown"),
            ("/analytics?last=1h&group_by=hour", "worst-row"),
            ("/test-runs", "run-row"),
            (run, "measurements"),
            ($"/test-runs/compare?a={run.Split('/')[^1]}&b={run.Split('/')[^1]}", "comparison"),
            ("/batch", "start-batch"),
            ($"/test-runs/browser/{Guid.Empty}", "run-refused"),
            ("/readiness", "start-check"),
            ("/system", "replica"),
            ("/not-found", null),
            ("/error", null),
        ])
        {
            await page.Page.GotoAsync(new Uri(stack.Console, address).ToString());
            if (shown is not null)
            {
                await Assertions.Expect(page.Element(shown).First).ToBeVisibleAsync(s_read);
            }

            await _audit.CheckAsync(page, address);
        }

        await WalkOverlaysAsync(page, session);
        await WalkInviteAsync(page);
        await WalkBatchAsync(page);
        Assert.Empty(page.Problems);

        // Whom a proxy brings needs a login.
        await using var stranger = await chromium.OpenAsync(
            stack.Console, context => context.SetExtraHTTPHeadersAsync([new("X-Forwarded-For", "192.0.2.1")]));
        await Assertions.Expect(stranger.Element("login-token")).ToBeVisibleAsync();
        await _audit.CheckAsync(stranger, "/login");
        Assert.Empty(stranger.Problems);
        Assert.True(_audit.Findings.Count == 0, string.Join('\n', _audit.Findings));
    }

    [Fact]
    public async Task Theme_TheSystemsChanges_IsFollowedUntilTheViewerHasChosen()
    {
        await using var page = await chromium.OpenAsync(stack.Console);
        var toggle = page.Element("theme-toggle");
        await ExpectAsync(ColorScheme.Dark, "Light theme");
        await ExpectAsync(ColorScheme.Light, "Dark theme");

        await toggle.ClickAsync();
        await ExpectAsync(ColorScheme.Light, "Light theme");
        await page.Page.ReloadAsync();
        await ExpectAsync(ColorScheme.Light, "Light theme");

        // A page that followed here would be light before the click, and dark after it.
        await ExpectAsync(ColorScheme.Dark, "Light theme");
        await ExpectAsync(ColorScheme.Light, "Light theme");
        await toggle.ClickAsync();
        await ExpectAsync(ColorScheme.Light, "Dark theme");

        // Which is what the system says: it is followed again.
        await ExpectAsync(ColorScheme.Dark, "Light theme");
        Assert.Empty(page.Problems);

        async Task ExpectAsync(ColorScheme system, string offered)
        {
            await page.Page.EmulateMediaAsync(new() { ColorScheme = system });
            await Assertions.Expect(toggle).ToHaveAttributeAsync("aria-label", offered);
        }
    }

    /// <returns>The address of the call's report.</returns>
    private async Task<string> WalkTestCallAsync(WatchedPage page)
    {
        await Assertions.Expect(page.Element("start-call")).ToBeEnabledAsync();
        await _audit.CheckAsync(page, "/test-call");
        await page.Element("start-call").ClickAsync();
        await Assertions.Expect(page.Element("call-status")).ToHaveTextAsync("connected");
        await page.UntilAsync("() => Number(document.querySelector('[data-testid=chart-rtt-host]')?.dataset.points) >= 3");
        await _audit.CheckAsync(page, "/test-call, connected");
        foreach (var tab in s_callTabs)
        {
            await page.Element($"tab-{tab}").ClickAsync();
            await _audit.CheckAsync(page, $"/test-call, {tab}");
        }

        await page.Element("hang-up").ClickAsync();
        await Assertions.Expect(page.Element("report-link")).ToBeVisibleAsync();
        await _audit.CheckAsync(page, "/test-call, over");
        return (await page.Element("report-link").GetAttributeAsync("href"))!;
    }

    /// <summary>What lies above a page now and then.</summary>
    private async Task WalkOverlaysAsync(WatchedPage page, Guid session)
    {
        await page.Page.GotoAsync(new Uri(stack.Console, "/not-found").ToString());
        foreach (var state in (string[])["show", "failed", "rejected"])
        {
            await page.Page.EvaluateAsync(
                "state => document.getElementById('components-reconnect-modal').className = `components-reconnect-${state}`", state);
            await _audit.CheckAsync(page, $"connection, {state}");
        }

        await page.Page.GotoAsync(new Uri(stack.Console, $"/sessions/{session}").ToString());
        await page.Element("end-session").ClickAsync();
        await Assertions.Expect(page.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await _audit.CheckAsync(page, "end session?");
    }

    private async Task WalkInviteAsync(WatchedPage host)
    {
        await host.Page.GotoAsync(new Uri(stack.Console, "/test-call/invite").ToString());
        await _audit.CheckAsync(host, "/test-call/invite");
        await host.Element("invite").ClickAsync();
        await Assertions.Expect(host.Element("guest-presence")).ToHaveTextAsync("waiting for guest");
        var link = new Uri(await host.Element("invite-link").InnerTextAsync());
        await _audit.CheckAsync(host, "/test-call/invite, waiting");

        await using var guest = await chromium.OpenAsync(link);
        await Assertions.Expect(guest.Element("guest-join")).ToBeVisibleAsync();
        await _audit.CheckAsync(guest, "/guest");
        await guest.Element("guest-join-synthetic").ClickAsync();
        await Assertions.Expect(guest.Element("guest-status")).ToHaveTextAsync("connected");
        await Assertions.Expect(host.Element("guest-advice")).ToHaveTextAsync("You are connected.");
        await _audit.CheckAsync(guest, "/guest, connected");
        await _audit.CheckAsync(host, "/test-call/invite, connected");

        await host.Element("invite-revoke").ClickAsync();
        await Assertions.Expect(guest.Element("guest-status")).ToHaveTextAsync("removed");
        await Assertions.Expect(host.Element("guest-presence")).ToHaveTextAsync("guest removed");
        await _audit.CheckAsync(guest, "/guest, removed");
        await _audit.CheckAsync(host, "/test-call/invite, withdrawn");
        Assert.Empty(guest.Problems);
        await host.Element("hang-up").ClickAsync();
        await Assertions.Expect(host.Element("guest-presence")).ToHaveTextAsync("ended");
    }

    private async Task WalkBatchAsync(WatchedPage page)
    {
        await page.Page.GotoAsync(new Uri(stack.Console, "/batch").ToString());
        await page.Element("count").FillAsync("20");
        await page.Element("start-batch").ClickAsync();
        await Assertions.Expect(page.Element("batch-progress")).ToContainTextAsync("connected");
        await _audit.CheckAsync(page, "/batch, running");
        await page.Element("cancel-batch").ClickAsync();
        await Assertions.Expect(page.Element("batch-state")).ToHaveTextAsync("cancelled");
        await _audit.CheckAsync(page, "/batch, over");
    }

    /// <summary>An open session with somebody in it, who has sent samples.</summary>
    private async Task<Guid> MeasuredSessionAsync(CancellationToken cancellationToken)
    {
        var (teacher, student) = (stack.ClientOf("teacher"), stack.ClientOf("student"));
        var session = await teacher.CreateSessionAsync(new() { LessonId = $"axe-{Guid.CreateVersion7()}" }, cancellationToken);
        await teacher.JoinSessionAsync(session.Id, "The teacher", cancellationToken);
        await student.JoinSessionAsync(session.Id, "The student", cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        QosSample[] samples =
        [
            .. Enumerable.Range(0, 12).Select(each => new QosSample
            {
                RttMs = 40 + (each * 30),
                PacketLossPct = each / 2d,
                JitterMs = 5 + (each * 4),
                Id = $"sample-{each}",
                RecordedAt = now.AddSeconds(-5 * (12 - each)),
            }),
        ];
        await student.SendQualityAsync(session.Id, samples, cancellationToken);
        return session.Id;
    }
}
