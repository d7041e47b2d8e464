using M4sh.Console.Problems;

namespace M4sh.Console.Runs.Pipeline;

/// <summary>A batch that a pipeline asked for: waits for its turn, then for the page of its browser, which makes the calls.</summary>
public sealed class PipelineRun(Guid id, BatchPlan plan, DateTimeOffset createdAt) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancelled = new();
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its batch's as well.</summary>
    public Guid Id => id;

    public BatchPlan Plan => plan;

    public DateTimeOffset CreatedAt => createdAt;

    public BatchState State { get; private set; } = BatchState.Queued;

    /// <summary>Why it failed.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>Once its page is there.</summary>
    public CallBatch? Batch { get; private set; }

    public bool IsOver => State is BatchState.Completed or BatchState.Failed or BatchState.Cancelled;

    /// <summary>Null until all calls were made; then whether all of them passed.</summary>
    public bool? Passed => State == BatchState.Completed ? Batch!.Done.All(run => run.Passed) : null;

    /// <summary>Completes when its page has it.</summary>
    public Task Attached => _attached.Task;

    /// <summary>Completes when nothing will change any more.</summary>
    public Task Over => _over.Task;

    /// <summary>Somebody wants it to end.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>Its turn has come.</summary>
    /// <returns>False: it was cancelled before.</returns>
    public bool TryStart()
    {
        lock (_lock)
        {
            if (State != BatchState.Queued)
            {
                return false;
            }

            State = BatchState.Starting;
            return true;
        }
    }

    /// <summary>Its page is there and makes the calls; returns when they are over.</summary>
    /// <param name="open">Makes the batch in the page.</param>
    /// <returns>False: it does not wait for a page, or not any more. The first page gets it, and no other.</returns>
    public async Task<bool> DriveAsync(Func<CallBatch> open)
    {
        CallBatch batch;
        lock (_lock)
        {
            if (State != BatchState.Starting)
            {
                return false;
            }

            Batch = batch = open();
            State = BatchState.Running;
        }

        _attached.TrySetResult();
        await using (_cancelled.Token.Register(() => _ = batch.CancelAsync()))
        {
            await batch.RunAsync();
        }

        Finish(batch.State);
        return true;
    }

    /// <summary>What waits is cancelled at once; what goes on hangs up first; of what is over nothing changes.</summary>
    public async Task CancelAsync()
    {
        Task cancelling;
        lock (_lock)
        {
            if (State == BatchState.Queued)
            {
                SetOver(BatchState.Cancelled, null);
            }

            // One that is over may have been disposed of by now. This calls nobody back within the lock.
            cancelling = IsOver ? Task.CompletedTask : _cancelled.CancelAsync();
        }

        await cancelling;
    }

    /// <summary>How it ended; only the first time counts.</summary>
    public void Finish(BatchState state, Problem? problem = null)
    {
        lock (_lock)
            SetOver(state, problem);
    }

    public void Dispose() => _cancelled.Dispose();

    private void SetOver(BatchState state, Problem? problem)
    {
        if (IsOver)
        {
            return;
        }

        (Problem, State) = (problem, state);
        _over.TrySetResult();
    }
}
