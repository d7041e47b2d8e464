using System.Data.Common;
using M4sh.Console.Problems;
using M4sh.Contracts.Errors;
using Microsoft.EntityFrameworkCore;

namespace M4sh.Console.Runs;

/// <summary>The test calls in Postgres.</summary>
public sealed class TestRunStore(IServiceScopeFactory scopes) : ITestRunStore
{
    public const int PageSize = 25;

    public Task AddAsync(TestRun run, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            db.TestRuns.Add(run);
            return await db.SaveChangesAsync(cancellationToken);
        },
        cancellationToken);

    public Task<TestRun?> FindAsync(Guid id, CancellationToken cancellationToken) => AskAsync(
        db => db.TestRuns.AsNoTracking().Include(run => run.Document).SingleOrDefaultAsync(run => run.Id == id, cancellationToken), cancellationToken);

    public Task<TestRunPage> ListAsync(TestRunFilter filter, Guid? olderThan, Guid? newerThan, CancellationToken cancellationToken) => AskAsync(
        async db =>
        {
            var all = filter.Of(db.TestRuns.AsNoTracking());
            if (newerThan is { } first)
            {
                var newer = await all.Where(run => run.Id > first).OrderBy(run => run.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
                return new TestRunPage([.. newer.Take(PageSize).Reverse()], newer.Count > PageSize, HasOlder: true);
            }

            var rest = olderThan is { } last ? all.Where(run => run.Id < last) : all;
            var older = await rest.OrderByDescending(run => run.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
            return new([.. older.Take(PageSize)], olderThan is not null, older.Count > PageSize);
        },
        cancellationToken);

    public Task<IReadOnlyList<TestRun>> BatchAsync(Guid batchId, CancellationToken cancellationToken) => AskAsync<IReadOnlyList<TestRun>>(
        async db => await db.TestRuns.AsNoTracking().Where(run => run.BatchId == batchId).OrderBy(run => run.Id).ToListAsync(cancellationToken),
        cancellationToken);

    public Task<bool> NoteAsync(Guid id, string? note, CancellationToken cancellationToken) => AskAsync(
        async db => await db.TestRuns.Where(run => run.Id == id)
            .ExecuteUpdateAsync(change => change.SetProperty(run => run.Note, note), cancellationToken) > 0,
        cancellationToken);

    // EF does not delete from a table that two of its types share.
    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => AskAsync(
        db => db.Database.ExecuteSqlAsync($"DELETE FROM console.test_runs WHERE started_at < {before}", cancellationToken), cancellationToken);

    private async Task<T> AskAsync<T>(Func<ConsoleDbContext, Task<T>> ask, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            return await ask(scope.ServiceProvider.GetRequiredService<ConsoleDbContext>());
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsAway(exception))
        {
            throw new ProblemException(StoreAway, exception);
        }
    }

    private static readonly Problem StoreAway = new(
        ErrorCodes.Unavailable, "The history of test calls cannot be reached.", "Check that Postgres runs, and ConnectionStrings:m4shdb of the console; then try again.");

    // Also where it is there and not migrated yet: its tables are missing then.
    private static bool IsAway(Exception exception) =>
        exception is DbException or TimeoutException || (exception.InnerException is { } inner && IsAway(inner));
}
