using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

public sealed class SystemTests(Stack stack, Chromium chromium)
{
    [Fact]
    public async Task System_OfTheStack_ShowsEveryReplicaAndStoreWithItsVersion()
    {
        await using var page = await chromium.OpenAsync(new Uri(stack.Console, "/system"));

        // A replica that is healthy says where it is just after that; on a busy machine a check may be late once.
        foreach (var (service, count) in ((string, int)[])[("signaling-api", 2), ("qos-worker", 1), ("console", 1)])
            await Assertions.Expect(page.Page.Locator($"[data-testid=replica][data-service={service}]")).ToHaveCountAsync(count);

        await Assertions.Expect(page.Page.Locator("[data-testid=replica][data-status=healthy]").First).ToBeVisibleAsync();
        foreach (var store in (string[])["Postgres", "Redis"])
            await Assertions.Expect(page.Page.Locator($"[data-testid=store][data-name={store}]")).ToContainTextAsync("answers");

        // With the second reading.
        await Assertions.Expect(page.Element("total-messages")).Not.ToHaveTextAsync("–");
        await page.ScreenshotAsync("system");
        Assert.Empty(page.Problems);
    }
}
