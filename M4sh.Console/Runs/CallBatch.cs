using M4sh.Console.Calls;
using M4sh.Console.Problems;

namespace M4sh.Console.Runs;

/// <summary>
/// Test calls one after the other in one page. It knows neither a browser nor a component; its event may be raised on any thread. Disposing hangs up
/// and returns when nothing of it is left.
/// </summary>
public sealed class CallBatch(CallContext context, IBrowserPeers browser, BatchPlan plan, Guid id) : IAsyncDisposable
{
    private readonly CancellationTokenSource _cancelled = new();
    private readonly Lock _lock = new();
    private readonly List<TestRun> _done = [];
    private Task _running = Task.CompletedTask;

    public CallBatch(CallContext context, IBrowserPeers browser, BatchPlan plan)
        : this(context, browser, plan, Guid.CreateVersion7(context.Time.GetUtcNow()))
    {
    }

    /// <summary>Something other than a number changed.</summary>
    public event Action? Progressed;

    /// <summary>Each of its calls has it.</summary>
    public Guid Id => id;

    public BatchPlan Plan => plan;

    public BatchState State { get; private set; } = BatchState.Starting;

    /// <summary>The call that goes on, or was the last.</summary>
    public TestCall? Current { get; private set; }

    /// <summary>The calls that are over, oldest first.</summary>
    public IReadOnlyList<TestRun> Done
    {
        get
        {
            lock (_lock)
                return [.. _done];
        }
    }

    /// <summary>Why the report of a call is not kept.</summary>
    public Problem? NotKept { get; private set; }

    public bool IsOver => State is BatchState.Completed or BatchState.Cancelled;

    /// <summary>Makes the calls; returns when all are over, or it was cancelled. Once only.</summary>
    public Task RunAsync() => _running = RunCallsAsync();

    /// <summary>Hangs up; the calls that were made stay.</summary>
    public async Task CancelAsync()
    {
        await _cancelled.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        Progressed = null;
        await CancelAsync();
        _cancelled.Dispose();
    }

    private async Task RunCallsAsync()
    {
        Set(BatchState.Running);
        for (var made = 0; made < plan.Count && !_cancelled.IsCancellationRequested; made++)
        {
            await using var call = new TestCall(context, browser, plan.Call) { BatchId = id, Note = plan.Note };
            await RunCallAsync(call);
            lock (_lock)
                _done.Add(TestRun.Of(call));

            NotKept = call.NotKept ?? NotKept;
            Progressed?.Invoke();
        }

        Set(_cancelled.IsCancellationRequested ? BatchState.Cancelled : BatchState.Completed);
    }

    private async Task RunCallAsync(TestCall call)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        call.Progressed += () =>
        {
            if (call.IsOver)
            {
                over.TrySetResult();
            }

            Progressed?.Invoke();
        };
        Current = call;
        await using (_cancelled.Token.Register(() => over.TrySetResult()))
        {
            await call.StartAsync();
            await over.Task;
        }

        // Over, or cancelled: either way it returns when everything is closed and its report kept.
        await call.HangUpAsync();
    }

    private void Set(BatchState state)
    {
        State = state;
        Progressed?.Invoke();
    }
}
