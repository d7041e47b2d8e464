using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.Testing;
using M4sh.IntegrationTests;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

public sealed class TestRunsTests(Stack stack, Chromium chromium)
{
    private static readonly string[] s_going = ["queued", "starting", "running"];

    [Fact]
    public async Task TestRuns_TwoCallsOfAPipeline_AreMadeAndAreInTheHistory()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var page = await chromium.OpenAsync(new Uri(stack.Console, "/test-runs"));
        using var http = stack.App.CreateHttpClient("console", "http");

        using var accepted = await http.PostAsJsonAsync("/api/test-runs", new { count = 2, duration_seconds = 6, profile = "smoke", note = "build 12" }, cancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var run = await OverAsync(http, accepted.Headers.Location!, cancellationToken);
        Assert.True(run.GetProperty("state").GetString() == "completed", run.ToString());
        var results = run.GetProperty("results");
        Assert.Equal(2, results.GetArrayLength());
        Assert.All(results.EnumerateArray(), result => Assert.True(result.GetProperty("problem").ValueKind == JsonValueKind.Null, result.ToString()));

        await page.Page.GotoAsync(new Uri(stack.Console, run.GetProperty("history").GetString()).ToString());
        await Assertions.Expect(page.Element("run-row")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Element("batch-summary")).ToBeVisibleAsync();
        await page.ScreenshotAsync("test-runs");

        await page.Element("choose").First.CheckAsync();
        await page.Element("choose").Last.CheckAsync();
        await page.Element("compare").ClickAsync();
        await Assertions.Expect(page.Element("compare-setup-call")).ToBeVisibleAsync();
        await page.ScreenshotAsync("test-runs-compare");

        await page.Page.GotoAsync(new Uri(stack.Console, results[0].GetProperty("report").GetString()).ToString());
        await Assertions.Expect(page.Element("step-connected")).ToBeVisibleAsync();
        await Assertions.Expect(page.Element("note")).ToHaveValueAsync("build 12");
        await page.ScreenshotAsync("test-run");
        Assert.Empty(page.Problems);
    }

    private static async Task<JsonElement> OverAsync(HttpClient http, Uri run, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            var answer = await http.GetFromJsonAsync<JsonElement>(run, cancellationToken);
            if (!s_going.Contains(answer.GetProperty("state").GetString()))
            {
                return answer;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
