using System.Globalization;
using M4sh.Contracts.Qos;
using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

/// <summary>
/// Whether what the peers read is what the relay did, over a minute a preset; docs/console.md has the numbers. Run on a quiet machine, as they are
/// asserted: <c>dotnet test --project tests/M4sh.BrowserTests --explicit only</c>.
/// </summary>
public sealed class NetworkPresetTests(Stack stack, Chromium chromium)
{
    [Theory(Explicit = true)]
    [InlineData("clean", QualityLevel.Excellent)]
    [InlineData("lossy-wifi", QualityLevel.Poor)]
    [InlineData("satellite", QualityLevel.Poor)]
    public async Task Preset_AMinute_IsReadAsTheRelayDidIt(string preset, QualityLevel quality)
    {
        await using var page = await chromium.OpenAsync(new Uri(stack.Console, "/test-call"));
        await Assertions.Expect(page.Element("start-call")).ToBeEnabledAsync();
        await page.Element("network").SelectOptionAsync(preset);
        await page.Element("duration").SelectOptionAsync("60");
        await page.Element("start-call").ClickAsync();
        await TestCallTests.ConnectedAsync(page);
        var session = Guid.Parse(await page.Element("session-id").InnerTextAsync());
        await page.Element("tab-path").ClickAsync();
        await Assertions.Expect(page.Element("call-status")).ToHaveTextAsync("ended", new() { Timeout = 120_000 });
        await page.ScreenshotAsync($"preset-{preset}");

        var overall = (await stack.ClientOf("qa", "admin").GetQualityAsync(session, cancellationToken: TestContext.Current.CancellationToken)).Overall;
        TestContext.Current.TestOutputHelper?.WriteLine($"{preset}: {await page.Element("relay").InnerTextAsync()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{await page.Page.Locator(".note").Last.InnerTextAsync()} {overall}");
        Assert.Equal(quality, QualityScore.Quality(overall.RttMs!.P50, overall.PacketLossPct!.P50, overall.JitterMs!.P50));

        foreach (var side in (string[])["host", "guest"])
        {
            Assert.Equal(await NumberAsync(page, $"relay-media-loss-{side}"), await NumberAsync(page, $"read-loss-{side}"), 0.5);
            if (preset != "clean")
            {
                var rtt = await NumberAsync(page, "relay-rtt");
                Assert.Equal(rtt, await NumberAsync(page, $"read-rtt-{side}"), rtt * 0.15);
            }
        }
    }

    private static async Task<double> NumberAsync(WatchedPage page, string testId) =>
        double.Parse((await page.Element(testId).InnerTextAsync()).Split(' ')[0], CultureInfo.InvariantCulture);
}
