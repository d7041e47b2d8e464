using M4sh.Data;
using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace M4sh.QosWorker.Tests.Data;

public sealed class MigrationTests(PostgresServer postgres)
{
    [Fact]
    public async Task Migrate_EmptyDatabase_MakesTheTables()
    {
        await using var worker = await Worker.CreateAsync(postgres);

        var tables = await worker.ScalarAsync<string[]>(
            "SELECT array_agg(relname::text ORDER BY relname) FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace");

        Assert.Equal(
            ["__EFMigrationsHistory", "call_hours", "metrics_targets", "participants", "qos_issue_scans", "qos_issues", "qos_minutes", "qos_overall_hours", "qos_overall_minutes",
                "qos_rollup_shards", "qos_samples", "qos_session_hours", "qos_tiers", "session_events", "sessions", "signaling_nodes", "token_revocations"],
            tables.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Migrate_MigratedDatabase_ChangesNothing()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await using var later = worker.Another();

        await later.Get<M4sh.QosWorker.Startup.StartupService>().RunAsync(TestContext.Current.CancellationToken);

        Assert.True(later.Get<M4sh.QosWorker.Startup.StartupState>().Ready.IsCompletedSuccessfully);
        Assert.Equal(9, (await worker.PartitionsAsync()).Count);
    }

    [Fact]
    public async Task Migrate_TwoWorkersAtOnce_BothGetReady()
    {
        await using var one = await Worker.CreateAsync(postgres, empty: true);
        await using var other = one.Another();

        await Task.WhenAll(
            StartedAsync(one),
            StartedAsync(other));

        Assert.Equal(9, (await one.PartitionsAsync()).Count);
    }

    [Fact]
    public async Task Script_OfAllMigrations_RunsAsOneThereAndBack()
    {
        await using var worker = await Worker.CreateAsync(postgres, empty: true);

        await worker.UseDbAsync(async db =>
        {
            var migrator = db.GetService<IMigrator>();
            await RunAsync(db, migrator.GenerateScript());
            Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));

            await RunAsync(db, migrator.GenerateScript(db.Database.GetMigrations().Last(), Migration.InitialDatabase));
            Assert.Empty(await db.Database.GetAppliedMigrationsAsync(TestContext.Current.CancellationToken));
            return true;
        });
    }

    [Fact]
    public async Task Model_AgainstTheMigrations_HasNoChanges()
    {
        await using var worker = await Worker.CreateAsync(postgres, empty: true);

        Assert.False(await worker.UseDbAsync(db => Task.FromResult(db.Database.HasPendingModelChanges())));
    }

    private static async Task<object?> RunAsync(M4shDbContext db, string script)
    {
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = script;
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    // As the host does it: a try may fail, the next one must not.
    private static async Task StartedAsync(Worker worker)
    {
        await worker.Get<M4sh.QosWorker.Startup.StartupService>().StartAsync(TestContext.Current.CancellationToken);
        await worker.Get<M4sh.QosWorker.Startup.StartupState>().Ready.WaitAsync(TestContext.Current.CancellationToken);
    }
}
