namespace M4sh.Bench.Signaling;

/// <summary>Counts what came, and waits until enough has.</summary>
internal sealed class Counter
{
    private readonly Lock _lock = new();
    private readonly List<(int Count, TaskCompletionSource Done)> _waiting = [];

    private Exception? _failure;

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

    /// <summary>Nothing more comes: whoever waits does so in vain.</summary>
    public void Fail(Exception failure)
    {
        lock (_lock)
        {
            _failure ??= failure;
            foreach (var (_, done) in _waiting)
                done.TrySetException(_failure);

            _waiting.Clear();
        }
    }

    public Task ReachAsync(int count)
    {
        lock (_lock)
        {
            if (Count >= count)
                return Task.CompletedTask;

            if (_failure is not null)
                return Task.FromException(_failure);

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, done));
            return done.Task;
        }
    }
}
