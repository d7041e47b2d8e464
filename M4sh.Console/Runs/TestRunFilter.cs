namespace M4sh.Console.Runs;

/// <summary>Which of the test calls somebody wants to see. Null: all.</summary>
/// <param name="Passed">Those that passed, or that did not.</param>
/// <param name="Profile">Key of their limits.</param>
/// <param name="Network">Key of their network.</param>
/// <param name="Batch">Those of one batch.</param>
public sealed record TestRunFilter(bool? Passed = null, string? Profile = null, string? Network = null, Guid? Batch = null)
{
    public bool IsSet => this != new TestRunFilter();

    public IQueryable<TestRun> Of(IQueryable<TestRun> runs)
    {
        runs = Passed is { } passed ? runs.Where(run => run.Passed == passed) : runs;
        runs = Profile is { } profile ? runs.Where(run => run.Profile == profile) : runs;
        runs = Network is { } network ? runs.Where(run => run.Network == network) : runs;
        return Batch is { } batch ? runs.Where(run => run.BatchId == batch) : runs;
    }
}
