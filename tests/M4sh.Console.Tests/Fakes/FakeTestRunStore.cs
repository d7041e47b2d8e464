using M4sh.Console.Problems;
using M4sh.Console.Runs;

namespace M4sh.Console.Tests.Fakes;

/// <summary>The kept test calls, in memory.</summary>
internal sealed class FakeTestRunStore : ITestRunStore
{
    public const int PageSize = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, TestRun> _runs = [];

    public static Problem Away { get; } = new("unavailable", "The history of test calls cannot be reached.", "Check that Postgres runs.");

    /// <summary>Every question fails.</summary>
    public bool IsAway { get; set; }

    /// <summary>Nothing is answered before it is done.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public IReadOnlyList<TestRun> Runs
    {
        get
        {
            lock (_lock)
                return [.. _runs.Values.OrderBy(run => run.Id)];
        }
    }

    public string? SavedNote { get; private set; }

    public void Add(TestRun run)
    {
        lock (_lock)
            _runs.Add(run.Id, run);
    }

    public Task AddAsync(TestRun run, CancellationToken cancellationToken) => AskAsync(() =>
    {
        Add(run);
        return true;
    });

    public Task<TestRun?> FindAsync(Guid id, CancellationToken cancellationToken) => AskAsync(() => Runs.FirstOrDefault(run => run.Id == id));

    public Task<TestRunPage> ListAsync(TestRunFilter filter, Guid? olderThan, Guid? newerThan, CancellationToken cancellationToken) => AskAsync(() =>
    {
        var all = filter.Of(Runs.Reverse().AsQueryable()).Where(run => olderThan == null || run.Id < olderThan).ToList();
        return new TestRunPage([.. all.Take(PageSize)], olderThan is not null, all.Count > PageSize);
    });

    public Task<IReadOnlyList<TestRun>> BatchAsync(Guid batchId, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<TestRun>>(() => [.. Runs.Where(run => run.BatchId == batchId)]);

    public Task<bool> NoteAsync(Guid id, string? note, CancellationToken cancellationToken) => AskAsync(() =>
    {
        SavedNote = note;
        return Runs.Any(run => run.Id == id);
    });

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => AskAsync(() => 0);

    private async Task<T> AskAsync<T>(Func<T> answer)
    {
        await Gate;
        return IsAway ? throw new ProblemException(Away) : answer();
    }
}
