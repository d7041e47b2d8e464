namespace M4sh.Console.Runs;

/// <summary>The test calls that are kept. Where it cannot be asked, it throws a <see cref="Problems.ProblemException"/>.</summary>
public interface ITestRunStore
{
    Task AddAsync(TestRun run, CancellationToken cancellationToken);

    /// <summary>With its document; null where there is none.</summary>
    Task<TestRun?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <param name="filter">Which.</param>
    /// <param name="olderThan">Those after this one.</param>
    /// <param name="newerThan">Those right before this one.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    Task<TestRunPage> ListAsync(TestRunFilter filter, Guid? olderThan, Guid? newerThan, CancellationToken cancellationToken);

    /// <summary>The calls of a batch, oldest first.</summary>
    Task<IReadOnlyList<TestRun>> BatchAsync(Guid batchId, CancellationToken cancellationToken);

    /// <returns>False: there is no such test call.</returns>
    Task<bool> NoteAsync(Guid id, string? note, CancellationToken cancellationToken);

    /// <returns>How many were deleted.</returns>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
