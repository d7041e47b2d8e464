using System.Threading.Channels;
using M4sh.Console.Problems;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Runs.Pipeline;

/// <summary>The runs that pipelines asked for: one at a time, the others in the order in which they came. Those that are over are known for a while.</summary>
public sealed partial class PipelineRuns(
    IHeadlessBrowsers browsers, IOptions<TestRunOptions> options, TimeProvider time, ILogger<PipelineRuns> logger) : BackgroundService
{
    private const int MaxKnown = 100;

    // Beside its calls' own lengths: for each one its way to be connected, and its end.
    private static readonly TimeSpan BesideACall = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Channel<PipelineRun> _queue = Channel.CreateUnbounded<PipelineRun>();
    private readonly Lock _lock = new();
    private readonly List<PipelineRun> _known = [];

    /// <summary>Puts a run into the queue.</summary>
    /// <returns>Null: too many are waiting.</returns>
    public PipelineRun? Add(BatchPlan plan)
    {
        var now = time.GetUtcNow();
        var run = new PipelineRun(Guid.CreateVersion7(now), plan, now);
        lock (_lock)
        {
            if (_known.Count(each => !each.IsOver) > options.Value.MaxQueued)
            {
                return null;
            }

            _known.Add(run);
            if (_known.Count > MaxKnown && _known.Find(each => each.IsOver) is { } oldest)
            {
                _known.Remove(oldest);
                oldest.Dispose();
            }
        }

        _queue.Writer.TryWrite(run);
        return run;
    }

    public PipelineRun? Find(Guid id)
    {
        lock (_lock)
            return _known.Find(run => run.Id == id);
    }

    /// <summary>Opens the run's page in a browser of its own; returns when the run is over and the browser ended.</summary>
    internal async Task RunAsync(PipelineRun run, CancellationToken stoppingToken)
    {
        if (!run.TryStart())
        {
            return;
        }

        try
        {
            await using var browser = await browsers.OpenAsync($"/test-runs/browser/{run.Id}", stoppingToken);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, run.Cancelled, browser.Exited);
            await WaitAsync(run, ended.Token);
            if (!run.IsOver)
            {
                await EndAsync(run, stoppingToken.IsCancellationRequested, browser.Exited.IsCancellationRequested);
            }
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception);
            run.Finish(BatchState.Failed, Problem.From(exception));
        }

        Log.Over(logger, run.State, run.Batch?.Done.Count ?? 0, run.Plan.Count);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var run in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            await RunAsync(run, stoppingToken);
        }
    }

    /// <summary>Until it is over, or something ended it.</summary>
    private async Task WaitAsync(PipelineRun run, CancellationToken ended)
    {
        try
        {
            await run.Attached.WaitAsync(options.Value.BrowserTimeout, time, ended);
            await run.Over.WaitAsync(run.Plan.Count * ((run.Plan.Call.Duration ?? BatchPlan.MaxDuration) + BesideACall), time, ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Why is told by whoever looks at it.
        }
        catch (TimeoutException)
        {
            run.Finish(BatchState.Failed, run.Attached.IsCompleted ? PipelineProblems.TooLong : PipelineProblems.NoPage(options.Value.BrowserTimeout));
        }
    }

    /// <summary>What still goes on hangs up, as long as it has a browser to do it in.</summary>
    private async Task EndAsync(PipelineRun run, bool stopping, bool browserGone)
    {
        await run.CancelAsync();
        if (run.Batch is not null && !browserGone)
        {
            await run.Over.WaitAsync(EndLimit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        run.Finish(
            browserGone ? BatchState.Failed : BatchState.Cancelled,
            browserGone ? PipelineProblems.BrowserGone : stopping ? PipelineProblems.Stopped : null);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A run for a pipeline failed")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Information, "A run for a pipeline is {State}, {Done} of {Count} calls made")]
        public static partial void Over(ILogger logger, BatchState state, int done, int count);
    }
}
