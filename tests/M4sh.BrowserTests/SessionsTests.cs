using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

public sealed class SessionsTests(Stack stack, Chromium chromium)
{
    [Fact]
    public async Task Sessions_ACallSearchedByItsLesson_IsOpenedWithItsTimelineAndCharts()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var (lesson, teacher, student) = ($"sessions-{Guid.CreateVersion7()}", stack.ClientOf("teacher"), stack.ClientOf("student"));
        var session = await teacher.CreateSessionAsync(new() { LessonId = lesson }, cancellationToken);
        await teacher.JoinSessionAsync(session.Id, "The teacher", cancellationToken);
        await student.JoinSessionAsync(session.Id, "The student", cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        await student.SendQualityAsync(session.Id, [.. Enumerable.Range(0, 12).Select(each => Sample(each, now))], cancellationToken);

        await using var page = await chromium.OpenAsync(new Uri(stack.Console, "/sessions"));
        await page.Element("search").FillAsync(lesson);
        await page.Element("search").PressAsync("Enter");
        var row = page.Element("session-row").Filter(new() { HasText = session.Id.ToString() });
        await Assertions.Expect(page.Element("session-row")).ToHaveCountAsync(1);
        await Assertions.Expect(row).ToBeVisibleAsync();
        Assert.Contains($"q={lesson}", page.Page.Url, StringComparison.Ordinal);
        await page.ScreenshotAsync("sessions");

        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.Element("event-joined")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Element("participant")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Element("quality-student")).ToContainTextAsync("12 samples");
        foreach (var metric in (string[])["rtt", "loss", "jitter"])
        {
            await Assertions.Expect(page.Element($"chart-{metric}-session").Locator("svg path").First).ToBeAttachedAsync();
        }

        await page.ScreenshotAsync("session");
        await page.Element("end-session").ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "End session" }).ClickAsync();
        await Assertions.Expect(page.Element("session-status")).ToHaveTextAsync("ended");
        var ended = await teacher.GetSessionAsync(session.Id, cancellationToken);
        Assert.Equal((SessionStatus.Ended, EndReason.Admin), (ended.Status, ended.EndReason));
        Assert.Empty(page.Problems);
    }

    private static QosSample Sample(int index, DateTimeOffset now) => new()
    {
        RttMs = 40 + (index * 9),
        PacketLossPct = index / 10d,
        JitterMs = 5 + index,
        Id = $"sample-{index}",
        RecordedAt = now.AddSeconds(-5 * (12 - index)),
    };
}
