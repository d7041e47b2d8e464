using M4sh.Console.Calls;
using M4sh.Console.Runs;
using M4sh.Console.Runs.Pipeline;
using M4sh.Console.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Tests.Runs;

public sealed class PipelineRunsTests : IAsyncLifetime
{
    private static readonly BatchPlan TwoCalls = new(new() { Duration = TimeSpan.Zero }, 2);
    private static readonly BatchPlan EndlessCall = new(new(), 1);

    private readonly CallWorld _world = new();
    private readonly FakeHeadlessBrowsers _browsers = new();
    private readonly PipelineRuns _runs;

    public PipelineRunsTests() => _runs = new(_browsers, Options.Create(new TestRunOptions { MaxQueued = 1 }), _world.Time, NullLogger<PipelineRuns>.Instance);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _runs.StartAsync(Cancelled);

    public async ValueTask DisposeAsync()
    {
        await _runs.StopAsync(CancellationToken.None);
        _runs.Dispose();
    }

    [Fact]
    public async Task Run_ItsPageMakesTheCalls_IsCompletedAndTheBrowserEnded()
    {
        var run = _runs.Add(TwoCalls)!;
        var browser = await _browsers.NextAsync();
        Assert.Equal($"/test-runs/browser/{run.Id}", browser.Path);
        Assert.Equal(BatchState.Starting, run.State);

        Assert.True(await run.DriveAsync(() => BatchOf(run)).WaitAsync(Cancelled));

        await run.Over.WaitAsync(Cancelled);
        Assert.Equal((BatchState.Completed, 2), (run.State, run.Batch!.Done.Count));
        Assert.Equal(run.Batch.Done.All(call => call.Passed), run.Passed);
        Assert.All(_world.Store.Runs, kept => Assert.Equal(run.Id, kept.BatchId));
        await StopAsync();
        Assert.True(browser.Disposed);
    }

    [Fact]
    public async Task Run_ASecondPage_IsRefused()
    {
        var run = _runs.Add(EndlessCall)!;
        await _browsers.NextAsync();
        var driving = run.DriveAsync(() => BatchOf(run));

        Assert.False(await run.DriveAsync(() => throw new InvalidOperationException("Nobody may open another.")));

        await run.CancelAsync();
        await driving.WaitAsync(Cancelled);
    }

    [Fact]
    public async Task Add_OneAtATime_TheOthersWaitUpToTheLimit()
    {
        var first = _runs.Add(TwoCalls)!;
        await _browsers.NextAsync();
        var second = _runs.Add(TwoCalls)!;

        Assert.Null(_runs.Add(TwoCalls));
        Assert.Equal(BatchState.Queued, second.State);
        Assert.False(await second.DriveAsync(() => throw new InvalidOperationException("It is not its turn.")));

        await first.DriveAsync(() => BatchOf(first)).WaitAsync(Cancelled);
        Assert.EndsWith(second.Id.ToString(), (await _browsers.NextAsync()).Path, StringComparison.Ordinal);
        Assert.NotNull(_runs.Add(TwoCalls));
    }

    [Fact]
    public async Task Cancel_Waiting_NeverStarts()
    {
        var first = _runs.Add(TwoCalls)!;
        await _browsers.NextAsync();
        var second = _runs.Add(TwoCalls)!;

        await second.CancelAsync();

        Assert.Equal(BatchState.Cancelled, second.State);
        await first.DriveAsync(() => BatchOf(first)).WaitAsync(Cancelled);
        var third = _runs.Add(TwoCalls)!;
        Assert.EndsWith(third.Id.ToString(), (await _browsers.NextAsync()).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_NotKnownAnyMore_ChangesNothing()
    {
        _runs.Add(TwoCalls);
        await _browsers.NextAsync();
        var oldest = _runs.Add(TwoCalls)!;
        await oldest.CancelAsync();
        while (_runs.Find(oldest.Id) is not null)
        {
            await _runs.Add(TwoCalls)!.CancelAsync();
        }

        await oldest.CancelAsync();

        Assert.Equal(BatchState.Cancelled, oldest.State);
    }

    [Fact]
    public async Task Cancel_BeforeThePageIsThere_EndsIt()
    {
        var run = _runs.Add(TwoCalls)!;
        await _browsers.NextAsync();

        await run.CancelAsync();

        await run.Over.WaitAsync(Cancelled);
        Assert.Equal(BatchState.Cancelled, run.State);
    }

    [Fact]
    public async Task Cancel_Running_HangsUp()
    {
        var run = _runs.Add(EndlessCall)!;
        await _browsers.NextAsync();
        var driving = run.DriveAsync(() => BatchOf(run));

        await run.CancelAsync();

        await driving.WaitAsync(Cancelled);
        await run.Over.WaitAsync(Cancelled);
        Assert.Equal(BatchState.Cancelled, run.State);
        Assert.All(_world.Hub.Connections, connection => Assert.True(connection.Disposed));
    }

    [Fact]
    public async Task Run_TheBrowserEnds_FailsAndTellsSo()
    {
        var run = _runs.Add(TwoCalls)!;
        var browser = await _browsers.NextAsync();

        await browser.ExitAsync();

        await run.Over.WaitAsync(Cancelled);
        Assert.Equal((BatchState.Failed, "browser_gone"), (run.State, run.Problem?.Code));
        Assert.Null(run.Passed);
    }

    [Fact]
    public async Task Run_NoPageInTime_FailsAndTellsSo()
    {
        var run = _runs.Add(TwoCalls)!;
        await _browsers.NextAsync();

        // The limit may begin a moment after the browser is there.
        while (!run.IsOver)
        {
            _world.Time.Advance(new TestRunOptions().BrowserTimeout);
            await Task.Yield();
        }

        await run.Over.WaitAsync(Cancelled);
        Assert.Equal((BatchState.Failed, "browser_timeout"), (run.State, run.Problem?.Code));
    }

    [Fact]
    public async Task Stop_ARunGoesOn_IsEndedWithItsBrowser()
    {
        var run = _runs.Add(EndlessCall)!;
        var browser = await _browsers.NextAsync();
        var driving = run.DriveAsync(() => BatchOf(run));

        await StopAsync();

        await driving.WaitAsync(Cancelled);
        Assert.True(run.IsOver);
        Assert.True(browser.Disposed);
    }

    private Task StopAsync() => _runs.StopAsync(Cancelled);

    private CallBatch BatchOf(PipelineRun run) => new(_world.Context, _world.Browser, run.Plan, run.Id);
}
