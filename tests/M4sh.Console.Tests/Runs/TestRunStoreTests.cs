using M4sh.Console.Problems;
using M4sh.Console.Runs;
using M4sh.Console.Tests.Fakes;
using M4sh.Console.Verdicts;
using M4sh.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.Console.Tests.Runs;

/// <summary>On a real Postgres.</summary>
public sealed class TestRunStoreTests(PostgresServer postgres) : IClassFixture<PostgresServer>, IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(FakeApi.Start);
    private ServiceProvider _services = null!;

    private TestRunStore Store => new(_services.GetRequiredService<IServiceScopeFactory>());

    private TestRunKeeping Keeping =>
        new(_services.GetRequiredService<IServiceScopeFactory>(), Store, Options.Create(new TestRunOptions()), _time, NullLogger<TestRunKeeping>.Instance);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _services = ServicesFor(await postgres.CreateDatabaseAsync(Cancelled));
        await Keeping.MigrateAsync(Cancelled);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task Migrate_DoneBefore_ChangesNothing()
    {
        await Store.AddAsync(SampleRuns.Run(1), Cancelled);

        await Keeping.MigrateAsync(Cancelled);

        await using var scope = _services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConsoleDbContext>();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancelled));
        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Equal(
            ["__EFMigrationsHistory", "test_runs"],
            await db.Database.SqlQuery<string>($"""SELECT table_name AS "Value" FROM information_schema.tables WHERE table_schema = 'console'""").OrderBy(name => name).ToListAsync(Cancelled));
        Assert.NotNull(await Store.FindAsync(SampleRuns.Id(1), Cancelled));
    }

    [Fact]
    public async Task Find_ARunThatWasKept_HasItsReport()
    {
        var run = SampleRuns.Run(1, batch: SampleRuns.Id(77));
        await Store.AddAsync(run, Cancelled);

        var found = await Store.FindAsync(run.Id, Cancelled);

        Assert.NotNull(found);
        Assert.Equal((run.StartedAt, true, "lesson", "direct", SampleRuns.Id(77)), (found.StartedAt, found.Passed, found.Profile, found.Network, found.BatchId));
        Assert.Equal(SampleRuns.Report(1).ToJson(), CallReport.Parse(found.Document!.Report)!.ToJson());
        Assert.Null(await Store.FindAsync(SampleRuns.Id(2), Cancelled));
    }

    [Fact]
    public async Task List_MoreThanAPage_IsWalkedDownAndUpAgain()
    {
        for (var number = 1; number <= TestRunStore.PageSize + 3; number++)
        {
            await Store.AddAsync(SampleRuns.Run(number), Cancelled);
        }

        var newest = await Store.ListAsync(new(), null, null, Cancelled);
        var older = await Store.ListAsync(new(), newest.Items[^1].Id, null, Cancelled);
        var back = await Store.ListAsync(new(), null, older.Items[0].Id, Cancelled);

        Assert.Equal((TestRunStore.PageSize, false, true), (newest.Items.Count, newest.HasNewer, newest.HasOlder));
        Assert.Equal(SampleRuns.Id(TestRunStore.PageSize + 3), newest.Items[0].Id);
        Assert.Null(newest.Items[0].Document);
        Assert.Equal([SampleRuns.Id(3), SampleRuns.Id(2), SampleRuns.Id(1)], older.Items.Select(run => run.Id));
        Assert.Equal((true, false), (older.HasNewer, older.HasOlder));
        Assert.Equal(newest.Items.Select(run => run.Id), back.Items.Select(run => run.Id));
        Assert.Equal((false, true), (back.HasNewer, back.HasOlder));
    }

    [Fact]
    public async Task List_Filtered_HasThoseAlone()
    {
        var batch = SampleRuns.Id(99);
        await Store.AddAsync(SampleRuns.Run(1), Cancelled);
        await Store.AddAsync(SampleRuns.Run(2, problem: "ice_failed"), Cancelled);
        await Store.AddAsync(SampleRuns.Run(3, profile: "strict", batch: batch), Cancelled);
        await Store.AddAsync(SampleRuns.Run(4, network: "satellite", batch: batch), Cancelled);

        foreach (var (filter, expected) in ((TestRunFilter, int[])[])
        [
            (new(), [4, 3, 2, 1]), (new(Passed: false), [2]), (new(Passed: true), [4, 3, 1]), (new(Profile: "strict"), [3]),
            (new(Network: "satellite"), [4]), (new(Batch: batch), [4, 3]), (new(Passed: false, Batch: batch), []),
        ])
        {
            var page = await Store.ListAsync(filter, null, null, Cancelled);
            Assert.Equal(expected.Select(SampleRuns.Id), page.Items.Select(run => run.Id));
        }

        Assert.Equal([SampleRuns.Id(3), SampleRuns.Id(4)], (await Store.BatchAsync(batch, Cancelled)).Select(run => run.Id));
    }

    [Fact]
    public async Task Note_OfARun_IsChanged()
    {
        await Store.AddAsync(SampleRuns.Run(1), Cancelled);

        Assert.True(await Store.NoteAsync(SampleRuns.Id(1), "build 7", Cancelled));
        Assert.False(await Store.NoteAsync(SampleRuns.Id(2), "build 7", Cancelled));

        Assert.Equal("build 7", (await Store.FindAsync(SampleRuns.Id(1), Cancelled))!.Note);
    }

    [Fact]
    public async Task Prune_KeptLongEnough_AreDeleted()
    {
        await Store.AddAsync(SampleRuns.Run(1), Cancelled);
        await Store.AddAsync(SampleRuns.Run(2), Cancelled);
        _time.SetUtcNow(SampleRuns.Run(2).StartedAt + new TestRunOptions().Keep);

        Assert.Equal(1, await Keeping.PruneAsync(Cancelled));

        Assert.Equal([SampleRuns.Id(2)], (await Store.ListAsync(new(), null, null, Cancelled)).Items.Select(run => run.Id));
    }

    [Fact]
    public async Task Ask_DatabaseAway_TellsWhatToDo()
    {
        await using var services = ServicesFor($"Host=127.0.0.1;Port={FreePort.Next()};Username=nobody;Database=none");
        var store = new TestRunStore(services.GetRequiredService<IServiceScopeFactory>());

        var refused = await Assert.ThrowsAsync<ProblemException>(() => store.AddAsync(SampleRuns.Run(1), Cancelled));

        Assert.Equal("unavailable", refused.Problem.Code);
    }

    [Fact]
    public async Task Ask_NotMigratedYet_TellsWhatToDo()
    {
        await using var services = ServicesFor(await postgres.CreateDatabaseAsync(Cancelled));
        var store = new TestRunStore(services.GetRequiredService<IServiceScopeFactory>());

        await Assert.ThrowsAsync<ProblemException>(() => store.ListAsync(new(), null, null, Cancelled));
    }

    private static ServiceProvider ServicesFor(string connection) => new ServiceCollection()
        .AddLogging()
        .AddDbContext<ConsoleDbContext>(options =>
        {
            options.UseNpgsql(connection);
            ConsoleDbContext.Configure(options);
        })
        .BuildServiceProvider();
}
