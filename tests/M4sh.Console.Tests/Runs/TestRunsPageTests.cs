using Bunit;
using M4sh.Console.Components.Runs;
using M4sh.Console.Tests.Fakes;
using M4sh.Console.Tests.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.Console.Tests.Runs;

public sealed class TestRunsPageTests : PageTest
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Page_NothingKept_OffersATestCall() =>
        Assert.Contains("There are none yet", Open("/test-runs").Find(ById("runs-empty")).TextContent, StringComparison.Ordinal);

    [Fact]
    public void Page_SomeKept_ListsThemNewestFirstWithTheWayOn()
    {
        World.Store.Add(SampleRuns.Run(1));
        World.Store.Add(SampleRuns.Run(2, problem: "ice_failed"));
        World.Store.Add(SampleRuns.Run(3, network: "satellite"));

        var page = Open("/test-runs");

        var rows = page.FindAll(ById("run-row"));
        Assert.Equal(FakeTestRunStore.PageSize, rows.Count);
        Assert.Contains("Satellite", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("ice_failed", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Equal($"/test-runs/{SampleRuns.Id(3)}", rows[0].QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal($"/test-runs?older={SampleRuns.Id(2)}", page.Find(ById("older")).GetAttribute("href"));
        Assert.Empty(page.FindAll(ById("newer")));
    }

    [Fact]
    public void Page_FurtherDown_ShowsTheRestAndTheWayBack()
    {
        World.Store.Add(SampleRuns.Run(1));
        World.Store.Add(SampleRuns.Run(2));

        var page = Open($"/test-runs?older={SampleRuns.Id(2)}");

        Assert.Single(page.FindAll(ById("run-row")));
        Assert.Equal($"/test-runs?newer={SampleRuns.Id(1)}", page.Find(ById("newer")).GetAttribute("href"));
    }

    [Fact]
    public void Page_FilterInTheAddress_ShowsThoseAlone()
    {
        World.Store.Add(SampleRuns.Run(1));
        World.Store.Add(SampleRuns.Run(2, problem: "ice_failed"));

        var page = Open("/test-runs?result=failed&profile=lesson");

        Assert.Contains("ice_failed", Assert.Single(page.FindAll(ById("run-row"))).TextContent, StringComparison.Ordinal);
        Assert.Equal("failed", page.Find(ById("filter-result")).GetAttribute("value"));
    }

    [Fact]
    public void Page_FilterFitsNone_SaysSo() =>
        Assert.Contains("No test call matches", Open("/test-runs?network=3g").Find(ById("runs-empty")).TextContent, StringComparison.Ordinal);

    [Theory]
    [InlineData("filter-result", "passed", "/test-runs?result=passed")]
    [InlineData("filter-profile", "strict", "/test-runs?profile=strict")]
    [InlineData("filter-network", "4g", "/test-runs?network=4g")]
    public void Filter_Chosen_IsInTheAddress(string filter, string value, string address)
    {
        Open("/test-runs").Find(ById(filter)).Change(value);

        Assert.EndsWith(address, Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choose_Two_LeadsToTheirComparisonOlderFirst()
    {
        World.Store.Add(SampleRuns.Run(1));
        World.Store.Add(SampleRuns.Run(2));
        var page = Open("/test-runs");
        Assert.Empty(page.FindAll(ById("compare")));

        foreach (var index in (int[])[0, 1])
        {
            await page.InvokeAsync(() => page.FindAll(ById("choose"))[index].Change(true));
        }

        Assert.Equal($"/test-runs/compare?a={SampleRuns.Id(1)}&b={SampleRuns.Id(2)}", page.Find(ById("compare")).GetAttribute("href"));
    }

    [Fact]
    public void Page_OfABatch_ShowsItsTrendAndSummary()
    {
        var batch = SampleRuns.Id(99);
        World.Store.Add(SampleRuns.Run(1, batch: batch));
        World.Store.Add(SampleRuns.Run(2, batch: batch, problem: "ice_failed"));
        World.Store.Add(SampleRuns.Run(3, batch: batch));

        var page = Open($"/test-runs?batch={batch}");

        Assert.Equal("2 of 3 passed", page.Find(ById("batch-passed")).TextContent);
        Assert.Equal("3", page.Find(ById("chart-rtt-batch")).GetAttribute("data-points"));
    }

    [Fact]
    public async Task Page_StoreAway_SaysSoAndTriesAgainWhenAsked()
    {
        World.Store.Add(SampleRuns.Run(1));
        World.Store.IsAway = true;
        var page = Open("/test-runs");
        Assert.Equal("unavailable", page.Find(ById("problem-code")).TextContent);

        World.Store.IsAway = false;
        await ClickAsync(page, ById("retry"));

        Assert.Single(page.FindAll(ById("run-row")));
        Assert.Empty(page.FindAll(ById("problem")));
    }

    [Fact]
    public void Page_StoreIsSlow_IsLoading()
    {
        var gate = new TaskCompletionSource();
        World.Store.Gate = gate.Task;

        var page = Open("/test-runs");

        Assert.NotNull(page.Find(ById("loading")));
        gate.SetResult();
        page.WaitForElement(ById("runs-empty"));
    }

    private IRenderedComponent<TestRunsPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        return Render<TestRunsPage>();
    }
}
