using M4sh.Contracts.Qos;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;
using M4sh.QosWorker.Rollup;
using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;
using Npgsql;

namespace M4sh.QosWorker.Tests.Rollup;

/// <summary>Several workers on one database, some of which die at it.</summary>
public sealed class SharedRollupTests(PostgresServer postgres)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunCycle_SeveralWorkersAtOnce_EachSampleOnce()
    {
        await using var worker = await Worker.CreateAsync(postgres, settings: new KeyValuePair<string, string?>("Qos:Rollup:BatchSize", "150"));
        var rows = await InsertAsync(worker, 3000);
        Worker[] workers = [worker, worker.Another(), worker.Another()];

        var results = await Task.WhenAll(workers.Select(RunAsync));
        await RunAsync(worker);

        Assert.True(results.Sum(result => result.Samples) <= 3000);
        await RolledUp.AssertAsync(worker, rows);
        foreach (var other in workers[1..])
            await other.DisposeAsync();
    }

    [Fact]
    public async Task RunCycle_ShardOfAnotherWorker_IsLeftToIt()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var rows = await InsertAsync(worker, 800);
        await using var connection = await worker.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Cancelled))
        {
            await using var claim = new NpgsqlCommand("SELECT FROM qos_rollup_shards WHERE shard = 3 FOR UPDATE", connection, transaction);
            await claim.ExecuteNonQueryAsync(Cancelled);

            Assert.Equal(rows.Count(row => QosShard.Of(row.SessionId) != 3), (await RunAsync(worker)).Samples);
        }

        Assert.Equal(rows.Count(row => QosShard.Of(row.SessionId) == 3), (await RunAsync(worker)).Samples);
        await RolledUp.AssertAsync(worker, rows);
    }

    // Just before its commit is the worst moment: all is written. There it waits for the rows over all calls, which somebody else has.
    [Fact]
    public async Task RunCycle_WorkerKilledInItsTransaction_LosesAndDoublesNothing()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var rows = await InsertAsync(worker, 500, sameShard: true);
        await using var dying = worker.Another("dying");
        var blocker = await worker.ConnectAsync();
        await using (await blocker.BeginTransactionAsync(Cancelled))
        {
            await using (var block = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext('qos_overall'))", blocker))
                await block.ExecuteNonQueryAsync(Cancelled);

            using var death = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            var cycle = dying.Get<RollupCycle>().RunCycleAsync(death.Token);
            var pid = await WaitingAsync(worker);
            await death.CancelAsync();
            await worker.ExecuteAsync($"SELECT pg_terminate_backend({pid})");
            await Assert.ThrowsAnyAsync<Exception>(() => cycle);
        }

        await blocker.DisposeAsync();
        await GoneAsync(worker);

        Assert.Empty(await worker.MinutesAsync());
        Assert.Equal(500, (await RunAsync(worker)).Samples);
        await RolledUp.AssertAsync(worker, rows);
    }

    [Fact]
    public async Task RunCycle_WorkersKilledAgainAndAgain_LoseAndDoubleNothing()
    {
        await using var worker = await Worker.CreateAsync(postgres, settings: new KeyValuePair<string, string?>("Qos:Rollup:BatchSize", "50"));
        var rows = new List<QosRow>();
        for (var round = 0; round < 12; round++)
        {
            rows.AddRange(await InsertAsync(worker, 400, seed: round));
            await using var one = worker.Another("dying");
            await using var other = worker.Another("dying");
            var cycles = Task.WhenAll(GuardAsync(one), GuardAsync(other));

            // Whatever they are at.
            await worker.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'dying'");
            await cycles;
        }

        await GoneAsync(worker);
        await RunAsync(worker);
        await RolledUp.AssertAsync(worker, rows);
    }

    private static Task<RollupResult> RunAsync(Worker worker) => worker.Get<RollupCycle>().RunCycleAsync(Cancelled);

    // One that is killed in the middle tries again or gives up until the next cycle; both are right.
    private static async Task GuardAsync(Worker worker)
    {
        try
        {
            await RunAsync(worker);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            Assert.False(Cancelled.IsCancellationRequested);
        }
    }

    private static async Task<IReadOnlyList<QosRow>> InsertAsync(Worker worker, int count, bool sameShard = false, int seed = 5)
    {
        var random = new Random(seed);
        var rows = new List<QosRow>();
        foreach (var chunk in Enumerable.Range(0, count).Chunk(100))
        {
            var stored = chunk.Select(_ => new QosRow(
                Guid.Parse($"0195b6a0-0000-7000-8000-0000000000{(sameShard ? 3 : random.Next(32)):x2}"), $"user-{random.Next(2)}",
                Worker.Noon.AddSeconds(-random.Next(600)), new() { RttMs = random.NextDouble() * 300, PacketLossPct = random.Next(4), JitterMs = 1 })).ToList();
            await worker.InsertAsync([.. stored]);
            rows.AddRange(stored);
        }

        return rows;
    }

    // Postgres tells nobody when a statement comes to wait: ask until it does.
    private static async Task<int> WaitingAsync(Worker worker)
    {
        while (true)
        {
            var pid = await worker.ScalarAsync<int>(
                "SELECT coalesce(max(pid), 0) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
            if (pid != 0)
                return pid;

            Cancelled.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Whoever died has let go of everything.</summary>
    private static async Task GoneAsync(Worker worker)
    {
        while (await worker.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'qos_rollup_shards'::regclass AND mode = 'RowShareLock')"))
        {
            Cancelled.ThrowIfCancellationRequested();
        }
    }
}
