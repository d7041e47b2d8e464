using M4sh.Contracts.Qos;
using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

public sealed class AccessibilityTests(Stack stack, Chromium chromium)
{
    private static readonly string[] s_callTabs = ["path", "signaling", "advice"];

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
            ("/analytics?last=1h&group_by=hour", "worst-row"),
            ("/test-runs", "run-row"),
            (run, "measurements"),
            ($"/test-runs/compare?a={run.Split('/')[^1]}&b={run.Split('/')[^1]}", "comparison"),
            ("/batch", "start-batch"),
            ("/readiness", "start-check"),
            ("/not-found", null),
            ("/error", null),
        ])
        {
            await page.Page.GotoAsync(new Uri(stack.Console, address).ToString());
            if (shown is not null)
            {
                await Assertions.Expect(page.Element(shown).First).ToBeVisibleAsync();
            }

            await _audit.CheckAsync(page, address);
        }

        await WalkInviteAsync(page);
        Assert.True(_audit.Findings.Count == 0, string.Join('\n', _audit.Findings));
        Assert.Empty(page.Problems);
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
        Assert.Empty(guest.Problems);
        await host.Element("hang-up").ClickAsync();
        await Assertions.Expect(host.Element("guest-presence")).ToHaveTextAsync("ended");
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
