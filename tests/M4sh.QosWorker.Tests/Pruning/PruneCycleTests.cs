using M4sh.Contracts.Sessions;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;
using M4sh.Data.Qos.Sketches;
using M4sh.QosWorker.Pruning;
using M4sh.QosWorker.Rollup;
using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace M4sh.QosWorker.Tests.Pruning;

public sealed class PruneCycleTests(PostgresServer postgres)
{
    private static readonly DateOnly Today = new(2026, 3, 10);

    private static readonly DateOnly Yesterday = Today.AddDays(-1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunCycle_DayEndedLongerAgoThanRetention_DropsItAndKeepsTheYoung()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Ids.Session, "ada", Worker.Noon.AddDays(-1));
        await worker.InsertAsync(Ids.Session, "bob", Worker.Noon.AddDays(-1));
        await worker.InsertAsync(Ids.Session, "ada", Worker.Noon);

        Assert.Equal(PruneResult.None, await RunAsync(worker));
        worker.Time.SetUtcNow(new(Today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));

        Assert.Equal(new(1, 2, 0, 0), await RunAsync(worker));
        Assert.Equal(1, await worker.ScalarAsync<long>("SELECT count(*) FROM qos_samples"));
        Assert.Equal(Today, (await worker.PartitionsAsync())[0].Day);
    }

    [Fact]
    public async Task RunCycle_DayThatWasNotRolledUp_RollsItUpFirst()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Ids.Session, "ada", Worker.Noon.AddDays(-1), rttMs: 123);
        worker.Time.Advance(TimeSpan.FromDays(4));

        await RunAsync(worker);

        Assert.Equal(123, QosAggregate.Of(Assert.Single(await worker.MinutesAsync())).RttMs.Max);
    }

    [Fact]
    public async Task RunCycle_DetachInterruptedByItsCancellation_FinishesItNextTime()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Ids.Session, "ada", Worker.Noon.AddDays(-1));
        worker.Time.Advance(TimeSpan.FromDays(2));

        // A reader whose transaction is open: DETACH … CONCURRENTLY waits for it between its two steps.
        await using (var reader = await worker.ConnectAsync())
        {
            await using var transaction = await reader.BeginTransactionAsync(Cancelled);
            await using var read = new NpgsqlCommand("SELECT count(*) FROM qos_samples", reader, transaction);
            await read.ExecuteScalarAsync(Cancelled);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            var cycle = worker.Get<PruneCycle>().RunCycleAsync(stop.Token);
            await UntilAsync(worker, "SELECT EXISTS (SELECT FROM pg_inherits WHERE inhdetachpending)");
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cycle);
        }

        Assert.Contains(new QosPartition(QosPartitions.Samples, Yesterday, QosPartitionState.Detaching), await worker.PartitionsAsync());

        Assert.Equal(new(2, 1, 0, 0), await RunAsync(worker));
        Assert.DoesNotContain(await worker.PartitionsAsync(), partition => partition.Day <= Today);
    }

    [Fact]
    public async Task RunCycle_DetachedButNotDropped_DropsIt()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Ids.Session, "ada", Worker.Noon.AddDays(-1));
        await worker.Get<RollupCycle>().RunCycleAsync(Cancelled);
        await worker.ExecuteAsync("ALTER TABLE qos_samples DETACH PARTITION qos_samples_20260309");
        worker.Time.SetUtcNow(new(Today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));

        Assert.Equal(new(1, 1, 0, 0), await RunAsync(worker));
        Assert.Equal(8, (await worker.PartitionsAsync()).Count);
    }

    [Fact]
    public async Task RunCycle_WhileAnotherWorkerIsAtIt_LeavesItToThatOne()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await using var other = worker.Another();
        worker.Time.Advance(TimeSpan.FromDays(4));

        var results = await Task.WhenAll(RunAsync(worker), RunAsync(other));

        Assert.Equal(4, results.Sum(result => result.Partitions));
        Assert.Equal(5, (await worker.PartitionsAsync()).Count);
    }

    [Fact]
    public async Task RunCycle_IngestMeanwhile_IsNotBlocked()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        worker.Time.Advance(TimeSpan.FromDays(2));
        var ingest = Enumerable.Range(0, 50).Select(index => worker.InsertAsync(Ids.Session, "ada", Worker.Noon.AddDays(2).AddSeconds(index)));

        await Task.WhenAll([RunAsync(worker), .. ingest]);

        Assert.Equal(50, await worker.ScalarAsync<long>("SELECT count(*) FROM qos_samples"));
    }

    [Fact]
    public async Task RunCycle_SamplesThatCannotBeRolledUpYet_AreKept()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Ids.Session, "ada", Worker.Noon.AddDays(-1));
        worker.Time.SetUtcNow(new(Today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
        await using (var other = await worker.ConnectAsync())
        {
            // Another worker has all shards.
            await using var transaction = await other.BeginTransactionAsync(Cancelled);
            await using var claim = new NpgsqlCommand("SELECT FROM qos_rollup_shards FOR UPDATE", other, transaction);
            await claim.ExecuteNonQueryAsync(Cancelled);

            Assert.Equal(PruneResult.None, await RunAsync(worker));
        }

        Assert.Equal(new(1, 1, 0, 0), await RunAsync(worker));
        Assert.Single(await worker.MinutesAsync());
    }

    [Fact]
    public async Task RunCycle_EachTier_IsKeptForItsTimeAndSaysFromWhen()
    {
        await using var worker = await Worker.CreateAsync(postgres, settings: new KeyValuePair<string, string?>("Qos:Retention:BatchSize", "2"));
        await worker.InsertAsync([.. Enumerable.Range(0, 5).Select(index => new QosRow(
            Ids.Session, $"user-{index}", Worker.Noon.AddMinutes(-index), new() { RttMs = 1, PacketLossPct = 0, JitterMs = 0 }))]);
        var midnight = new DateTimeOffset(Today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
        async Task<PruneResult> AfterAsync(TimeSpan age)
        {
            worker.Time.SetUtcNow(midnight + age);
            return await RunAsync(worker);
        }

        // Yesterday's, which is empty, goes with it.
        Assert.Equal(new(2, 5, 0, 0), await AfterAsync(TimeSpan.FromHours(24)));
        Assert.Equal([QosTier.Raw], (await TiersAsync(worker)).Keys);
        Assert.Equal(midnight, (await TiersAsync(worker))[QosTier.Raw]);
        Assert.Equal(5, (await worker.MinutesAsync()).Count);

        // The days ahead are over by now as well; the minutes of participants and those over all calls.
        Assert.Equal(5, (await AfterAsync(TimeSpan.FromDays(30))).Rollups);
        Assert.Empty(await worker.MinutesAsync());
        Assert.Equal(midnight, (await TiersAsync(worker))[QosTier.Minutes]);
        Assert.Equal(5, await worker.ScalarAsync<long>("SELECT count(*) FROM qos_session_hours"));

        Assert.Equal(5, (await AfterAsync(TimeSpan.FromDays(90))).Rollups);
        Assert.Equal(midnight, (await TiersAsync(worker))[QosTier.SessionHours]);
        Assert.Equal(2, await worker.ScalarAsync<long>("SELECT count(*) FROM qos_overall_hours"));

        Assert.Equal(2, (await AfterAsync(TimeSpan.FromDays(365))).Rollups);
        Assert.Equal(midnight, (await TiersAsync(worker))[QosTier.OverallHours]);
    }

    [Theory]
    [InlineData("Qos:Retention:Minutes", "1.00:00:00", "Qos:Retention:Raw", "2.00:00:00")]
    [InlineData("Qos:Retention:Sessions", "7.00:00:00", "Qos:Retention:Minutes", "8.00:00:00")]
    public async Task Options_CoarseKeptForLessThanFine_StopTheStart(string shorter, string time, string longer, string longerTime)
    {
        await using var worker = await Worker.CreateAsync(postgres, empty: true, new(shorter, time), new KeyValuePair<string, string?>(longer, longerTime));
        Assert.Throws<OptionsValidationException>(() => worker.Get<IOptions<PruneOptions>>().Value);
    }

    [Fact]
    public async Task RunCycle_SessionsLongEnded_DeletesThemWithAllThatIsTheirs()
    {
        await using var worker = await Worker.CreateAsync(postgres, settings: new KeyValuePair<string, string?>("Qos:Retention:BatchSize", "2"));
        for (var day = 88; day <= 92; day++)
        {
            var id = $"0195b6a0-0000-7000-8000-0000000000{day}";
            await worker.ExecuteAsync(
                $$"""
                INSERT INTO sessions (id, status, created_by, created_at, started_at, connected_at, ended_at, end_reason, metadata, host_permissions, guest_permissions)
                VALUES ('{{id}}', 'ended', 'ada', '2025-01-01 10:30Z', '2025-01-01 10:31Z', {{(day == 91 ? "NULL" : "'2025-01-01 10:31:02Z'")}}, '2026-03-10 12:00:30Z'::timestamptz - interval '{{day}} days 1 second', '{{(day == 91 ? "ice_failed" : "hangup")}}', '{}', '{}', '{}');
                INSERT INTO participants (session_id, user_id, place, role, connection_state, audio_muted, video_muted, joined_at)
                VALUES ('{{id}}', 'ada', 1, 'host', 'closed', false, false, '2025-01-01');
                INSERT INTO session_events (session_id, at, type, replica) VALUES ('{{id}}', '2025-01-01', 'created', 'r1');
                """);
        }

        await worker.ExecuteAsync(
            $$"""
            INSERT INTO sessions (id, status, created_by, created_at, metadata, host_permissions, guest_permissions)
            VALUES ('{{Ids.Session}}', 'waiting', 'ada', '2025-01-01', '{}', '{}', '{}')
            """);

        Assert.Equal(new(0, 0, 0, 3), await RunAsync(worker));
        Assert.Equal(3, await worker.ScalarAsync<long>("SELECT count(*) FROM sessions"));
        Assert.Equal(2, await worker.ScalarAsync<long>("SELECT count(*) FROM participants"));
        Assert.Equal(2, await worker.ScalarAsync<long>("SELECT count(*) FROM session_events"));

        // How they went is still known.
        var hours = await worker.UseDbAsync(db => db.CallHours.OrderBy(hour => hour.EndReason).AsNoTracking().ToListAsync(Cancelled));
        Assert.Equal(
            [(EndReason.Hangup, 2, 2, 2), (EndReason.IceFailed, 1, 1, 0)],
            hours.Select(hour => (hour.EndReason, hour.Sessions, hour.Attempted, hour.Connected)));
        Assert.All(hours, hour => Assert.Equal(new(2025, 1, 1, 10, 0, 0, TimeSpan.Zero), hour.BucketStart));
        Assert.Equal(2, DDSketchFormat.Read(hours[0].SetupSeconds).Max);
    }

    private static Task<Dictionary<QosTier, DateTimeOffset>> TiersAsync(Worker worker) => worker.UseDbAsync(db => QosTiers.ReadAsync(db, Cancelled));

    private static Task<PruneResult> RunAsync(Worker worker) => worker.Get<PruneCycle>().RunCycleAsync(Cancelled);

    // Postgres tells nobody when a statement comes to wait: ask until it does.
    private static async Task UntilAsync(Worker worker, string condition)
    {
        while (!await worker.ScalarAsync<bool>(condition))
        {
            Cancelled.ThrowIfCancellationRequested();
        }
    }
}
