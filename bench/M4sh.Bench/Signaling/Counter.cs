namespace M4sh.Bench.Signaling;

/// <summary>Counts what came, and waits until enough has.</summary>
internal sealed class Counter
{
    private readonly Lock _lock = new();
    private readonly List<(int Count, TaskCompletionSource Done)> _waiting = [];

    public int Count { get; private set; }

    public void Add()
    {
        lock (_lock)
        {
            Count++;
            foreach (var (_, done) in _waiting.Where(entry => entry.Count <= Count))
                done.TrySetResult();

            _waiting.RemoveAll(entry => entry.Count <= Count);
        }
    }

    public Task ReachAsync(int count)
    {
        lock (_lock)
        {
            if (Count >= count)
                return Task.CompletedTask;

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, done));
            return done.Task;
        }
    }
}
