using System.Net.Http.Json;
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
        await WalkPipelineAsync(page);
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

    /// <summary>The page that the console's own browser opens for a pipeline: this one is quicker, since its circuit is there already.</summary>
    private async Task WalkPipelineAsync(WatchedPage page)
    {
        await page.Page.GotoAsync(new Uri(stack.Console, $"/test-runs/browser/{Guid.Empty}").ToString());
        await Assertions.Expect(page.Element("run-refused")).ToBeVisibleAsync();
        await _audit.CheckAsync(page, "/test-runs/browser, refused");

        using var http = stack.App.CreateHttpClient("console", "http");
        using var accepted = await http.PostAsJsonAsync("/api/test-runs", new { count = 2, duration_seconds = 60 }, TestContext.Current.CancellationToken);
        var run = accepted.Headers.Location!;
        await page.UntilAsync("async run => (await (await fetch(run)).json()).state === 'starting'", run.ToString());
        await page.Page.EvaluateAsync("address => Blazor.navigateTo(address)", $"/test-runs/browser/{run.ToString().TrimEnd('/').Split('/')[^1]}");
        await Assertions.Expect(page.Element("batch-progress")).ToContainTextAsync("connected");
        await _audit.CheckAsync(page, "/test-runs/browser, running");

        using var cancelled = await http.DeleteAsync(run, TestContext.Current.CancellationToken);
        await Assertions.Expect(page.Element("batch-state")).ToHaveTextAsync("cancelled");
        await _audit.CheckAsync(page, "/test-runs/browser, over");
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
