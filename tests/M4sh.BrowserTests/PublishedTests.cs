using System.Security.Cryptography;
using M4sh.TestSupport;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

/// <summary>The services as they are deployed: published, in Production, with the settings of docs/operations.md and nothing of the source's folders.</summary>
public sealed class PublishedTests(Chromium chromium)
{
    [Fact]
    public async Task Console_PublishedInProduction_HasItsAssetsAndWorks()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var postgres = new PostgresServer();
        await postgres.InitializeAsync();
        await using var redis = new RedisServer();
        await redis.InitializeAsync();
        var token = RandomNumberGenerator.GetHexString(32);
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__m4shdb"] = await postgres.CreateDatabaseAsync(cancellationToken),
            ["ConnectionStrings__redis"] = redis.ConnectionString,
            ["Auth__SigningKey"] = RandomNumberGenerator.GetHexString(64),
            ["Access__Token"] = token,
        };
        await using var worker = await PublishedService.StartAsync("M4sh.QosWorker", settings, cancellationToken);
        await using var api = await PublishedService.StartAsync("M4sh.SignalingApi", settings, cancellationToken);
        await using var console = await PublishedService.StartAsync(
            "M4sh.Console", settings, cancellationToken, $"--services:signaling-api:http:0={api.Address}", $"--services:qos-worker:http:0={worker.Address}");

        await using var page = await chromium.OpenAsync(console.Address);
        await Assertions.Expect(page.Page).ToHaveTitleAsync("Log in · M4sh console");
        await page.ScreenshotAsync("published-login");
        Assert.Empty(page.Problems);
        await page.Element("login-token").FillAsync(token);
        await page.Element("login-submit").ClickAsync();

        foreach (var service in (string[])["signaling-api", "qos-worker"])
            await Assertions.Expect(page.Element($"health-{service}")).ToHaveAttributeAsync("data-status", "healthy");

        await Assertions.Expect(page.Element("sessions-empty")).ToBeVisibleAsync();

        // Its words are drawn anew by the circuit.
        await Assertions.Expect(page.Element("theme-toggle")).ToHaveAccessibleNameAsync("Dark theme");
        await page.Element("theme-toggle").ClickAsync();
        await Assertions.Expect(page.Element("theme-toggle")).ToHaveAccessibleNameAsync("Light theme");
        await page.ScreenshotAsync("published-overview");
        Assert.Empty(page.Problems);
    }
}
