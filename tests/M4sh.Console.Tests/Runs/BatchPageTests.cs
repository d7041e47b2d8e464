using System.Net;
using Bunit;
using M4sh.Console.Components.Pages;
using M4sh.Console.Components.Runs;
using M4sh.Console.Runs;
using M4sh.Console.Runs.Pipeline;
using M4sh.Console.Tests.Fakes;
using M4sh.Console.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Tests.Runs;

public sealed class BatchPageTests : PageTest
{
    private readonly PipelineRuns _runs;

    public BatchPageTests() => Services.AddSingleton(
        _runs = new(new FakeHeadlessBrowsers(), Options.Create(new TestRunOptions()), World.Time, NullLogger<PipelineRuns>.Instance));

    [Fact]
    public async Task Batch_CallsFailAtOnce_ShowsProgressTrendAndList()
    {
        World.Api.Refuse("POST /api/v1/webrtc/sessions/", HttpStatusCode.ServiceUnavailable, "unavailable", "The database is away.");
        var page = Render<BatchPage>();
        page.Find(ById("count")).Change(3);

        await ClickAsync(page, ById("start-batch"));

        page.WaitForAssertion(() => Assert.Equal("completed", page.Find(ById("batch-state")).TextContent));
        Assert.Equal("3 of 3 calls made", page.Find(ById("batch-progress")).TextContent);
        Assert.Equal("0 of 3 passed", page.Find(ById("batch-passed")).TextContent);
        Assert.Equal(3, page.FindAll(ById("run-row")).Count);
        Assert.Equal($"/test-runs?batch={World.Store.Runs[0].BatchId}", page.Find(ById("batch-history")).GetAttribute("href"));
    }

    [Fact]
    public async Task Cancel_ACallGoesOn_HangsUpAndKeepsWhatWasMade()
    {
        var page = Render<BatchPage>();
        await ClickAsync(page, ById("start-batch"));
        page.WaitForAssertion(() => Assert.Contains("connected", page.Find(ById("batch-progress")).TextContent, StringComparison.Ordinal));

        await ClickAsync(page, ById("cancel-batch"));

        page.WaitForAssertion(() => Assert.Equal("cancelled", page.Find(ById("batch-state")).TextContent));
        Assert.Equal("1 of 5 calls made", page.Find(ById("batch-progress")).TextContent);
        Assert.NotNull(page.Find(ById("start-batch")));
    }

    [Fact]
    public async Task Page_LeftDuringABatch_ClosesEverythingAndKeepsTheCall()
    {
        var page = Render<BatchPage>();
        await ClickAsync(page, ById("start-batch"));
        page.WaitForAssertion(() => Assert.Contains("connected", page.Find(ById("batch-progress")).TextContent, StringComparison.Ordinal));

        await DisposeComponentsAsync();

        Assert.All(World.Hub.Connections, connection => Assert.True(connection.Disposed));
        Assert.Single(World.Store.Runs);
    }

    [Fact]
    public void PipelinePage_NoRunWaits_SaysSo()
    {
        var page = Render<PipelinePage>(each => each.Add(parameter => parameter.Id, SampleRuns.Id(1)));

        page.WaitForElement(ById("run-refused"));
    }

    [Fact]
    public async Task PipelinePage_ItsRunWaits_MakesTheCalls()
    {
        var run = _runs.Add(new(new() { Duration = TimeSpan.Zero }, 2))!;
        Assert.True(run.TryStart());

        var page = Render<PipelinePage>(each => each.Add(parameter => parameter.Id, run.Id));

        page.WaitForAssertion(() => Assert.Equal("completed", page.Find(ById("batch-state")).TextContent));
        Assert.Equal(2, World.Store.Runs.Count);
        await run.Over.WaitAsync(Xunit.TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task PipelinePage_LeftInTheMiddle_FailsTheRun()
    {
        var run = _runs.Add(new(new(), 1))!;
        Assert.True(run.TryStart());
        Render<PipelinePage>(each => each.Add(parameter => parameter.Id, run.Id));
        await run.Attached.WaitAsync(Xunit.TestContext.Current.CancellationToken);

        await DisposeComponentsAsync();

        Assert.Equal((BatchState.Failed, "page_gone"), (run.State, run.Problem?.Code));
        Assert.All(World.Hub.Connections, connection => Assert.True(connection.Disposed));
    }

    [Fact]
    public async Task TestCall_Over_LeadsToItsReport()
    {
        var page = Render<TestCallPage>();
        await StartAndHangUpAsync(page);

        page.WaitForAssertion(() => Assert.Equal($"/test-runs/{World.Store.Runs[0].Id}", page.Find(ById("report-link")).GetAttribute("href")));
    }

    [Fact]
    public async Task TestCall_StoreAway_SaysThatTheReportIsNotKept()
    {
        World.Store.IsAway = true;
        var page = Render<TestCallPage>();
        await StartAndHangUpAsync(page);

        page.WaitForAssertion(() => Assert.Contains("in this page only", page.Find(ById("not-kept")).TextContent, StringComparison.Ordinal));
        Assert.Equal("ended", page.Find(ById("call-status")).TextContent);
        Assert.NotNull(page.Find(ById("report-json")));
    }

    private static async Task StartAndHangUpAsync(IRenderedComponent<TestCallPage> page)
    {
        await ClickAsync(page, ById("start-call"));
        page.WaitForAssertion(() => Assert.Equal("connected", page.Find(ById("call-status")).TextContent));
        await ClickAsync(page, ById("hang-up"));
    }
}
