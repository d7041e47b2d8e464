using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

public sealed class OverviewTests(Stack stack, Chromium chromium)
{
    [Fact]
    public async Task Overview_ASessionOpen_IsListedWithHealthyServices()
    {
        var session = await stack.ClientOf("teacher").CreateSessionAsync(
            new() { LessonId = $"overview-{Guid.CreateVersion7()}" }, TestContext.Current.CancellationToken);

        await using var page = await chromium.OpenAsync(stack.Console);

        var row = page.Element("session-row").Filter(new() { HasText = session.Id.ToString() });
        await Assertions.Expect(row).ToBeVisibleAsync();
        foreach (var service in (string[])["signaling-api", "qos-worker"])
        {
            await Assertions.Expect(page.Element($"health-{service}")).ToHaveAttributeAsync("data-status", "healthy");
        }

        await page.ScreenshotAsync("overview");
        Assert.Empty(page.Problems);
    }
}
