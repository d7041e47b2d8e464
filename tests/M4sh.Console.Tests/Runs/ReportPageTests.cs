using Bunit;
using M4sh.Console.Components.Runs;
using M4sh.Console.Tests.Pages;
using M4sh.Console.Verdicts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.Console.Tests.Runs;

public sealed class ReportPageTests : PageTest
{
    [Fact]
    public void Report_Kept_ShowsVerdictMeasurementsStepsAndFiles()
    {
        World.Store.Add(SampleRuns.Run(1, batch: SampleRuns.Id(99)));

        var page = Open(1);

        Assert.Equal("passed", page.Find(ById("run-result")).TextContent);
        Assert.Equal("mixed · any path", page.Find(ById("run-plan")).TextContent);
        Assert.Contains("40 ms", page.Find(ById("measurements")).TextContent, StringComparison.Ordinal);
        Assert.Equal("500", page.Find(ById("step-connected")).GetAttribute("data-ms"));
        Assert.Equal("2", page.Find(ById("chart-rtt-guest")).GetAttribute("data-points"));
        Assert.Equal($"/test-runs/{SampleRuns.Id(1)}.csv", page.Find(ById("run-csv")).GetAttribute("href"));
        Assert.Equal($"/test-runs?batch={SampleRuns.Id(99)}", page.Find(ById("run-batch")).GetAttribute("href"));
    }

    [Fact]
    public void Report_Unknown_SaysSo() => Assert.NotNull(Open(1).Find(ById("run-unknown")));

    [Fact]
    public void Report_StoreAway_SaysSo()
    {
        World.Store.IsAway = true;

        Assert.Equal("unavailable", Open(1).Find(ById("problem-code")).TextContent);
    }

    [Fact]
    public void Report_OfANewerConsole_SaysSo()
    {
        var run = SampleRuns.Run(1);
        World.Store.Add(new()
        {
            Id = run.Id,
            Profile = run.Profile,
            Network = run.Network,
            Document = new() { Id = run.Id, Version = 2, Report = $$"""{"version": {{CallReport.CurrentVersion + 1}}}""" },
        });

        Assert.NotNull(Open(1).Find(ById("run-newer")));
    }

    [Fact]
    public void Note_Saved_IsKept()
    {
        World.Store.Add(SampleRuns.Run(1));
        var page = Open(1);

        page.Find(ById("note")).Change(" build 7 ");
        page.Find("form").Submit();

        Assert.Equal("saved", page.Find(ById("note-state")).TextContent);
        Assert.Equal("build 7", World.Store.SavedNote);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_TheAnswerForAnotherComesLater_IsNotShown(bool fails)
    {
        var run = SampleRuns.Run(1);
        World.Store.Add(run);
        World.Store.Add(SampleRuns.Run(2, batch: SampleRuns.Id(99)));
        var slow = new TaskCompletionSource();
        World.Store.Gate = slow.Task;
        var page = Open(1);
        World.Store.Gate = Task.CompletedTask;
        page.Render(parameters => parameters.Add(each => each.Id, SampleRuns.Id(2)));

        World.Store.IsAway = fails;
        await page.InvokeAsync(slow.SetResult);
        await page.InvokeAsync(() => page.Render());

        Assert.Equal($"/test-runs?batch={SampleRuns.Id(99)}", page.Find(ById("run-batch")).GetAttribute("href"));
        Assert.Empty(page.FindAll(ById("problem")));
    }

    [Fact]
    public async Task Compare_TheAnswerForOthersComesLater_IsNotShown()
    {
        World.Store.Add(SampleRuns.Run(1));
        World.Store.Add(SampleRuns.Run(2));
        var slow = new TaskCompletionSource();
        World.Store.Gate = slow.Task;
        var page = OpenComparison($"?a={SampleRuns.Id(1)}&b={SampleRuns.Id(8)}");
        World.Store.Gate = Task.CompletedTask;
        await page.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo($"/test-runs/compare?a={SampleRuns.Id(1)}&b={SampleRuns.Id(2)}"));
        page.WaitForElement(ById("compare-rtt_p95-host"));

        World.Store.IsAway = true;
        await page.InvokeAsync(slow.SetResult);
        await page.InvokeAsync(() => page.Render());

        Assert.NotNull(page.Find(ById("compare-rtt_p95-host")));
        Assert.Empty(page.FindAll(ById("problem")));
    }

    [Fact]
    public void Compare_Two_ShowsDifferencesAndWhichIsBetter()
    {
        World.Store.Add(SampleRuns.Run(1, rtt: 40));
        World.Store.Add(SampleRuns.Run(2, rtt: 65.5));

        var page = OpenComparison($"?a={SampleRuns.Id(1)}&b={SampleRuns.Id(2)}");

        var cells = page.FindAll($"{ById("compare-rtt_p95-host")} td").Select(cell => cell.TextContent.Trim());
        Assert.Equal(["40 ms", "65.5 ms", "+25.5 ms", "A"], cells);
        Assert.EndsWith("the same", page.Find(ById("compare-loss-guest")).TextContent.Trim(), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(ById("plans-differ")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?a=nonsense&b=01980000-0000-7000-8000-000000000001")]
    [InlineData("?a=01980000-0000-7000-8000-000000000002&b=01980000-0000-7000-8000-000000000001")]
    public void Compare_NotBothThere_SaysSo(string query)
    {
        World.Store.Add(SampleRuns.Run(1));

        Assert.NotNull(OpenComparison(query).Find(ById("compare-missing")));
    }

    [Fact]
    public void Compare_StoreAway_SaysSo()
    {
        World.Store.IsAway = true;

        Assert.Equal("unavailable", OpenComparison($"?a={SampleRuns.Id(1)}&b={SampleRuns.Id(2)}").Find(ById("problem-code")).TextContent);
    }

    private IRenderedComponent<TestRunReportPage> Open(int number) => Render<TestRunReportPage>(page => page.Add(each => each.Id, SampleRuns.Id(number)));

    private IRenderedComponent<CompareRunsPage> OpenComparison(string query)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/test-runs/compare{query}");
        return Render<CompareRunsPage>();
    }
}
