using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;
using M4sh.QosWorker.Rollup;
using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;
using Microsoft.EntityFrameworkCore;

namespace M4sh.QosWorker.Tests.Rollup;

public sealed class RollupCycleTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset ThisMinute = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunCycle_NewSamples_AreInEveryTableAsComputedIndependently()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await AddParticipantAsync(worker, "ada", "symmetric");
        var rows = Rows(new(7), 400);
        await worker.InsertAsync([.. rows]);

        var result = await RunAsync(worker);

        Assert.Equal(400, result.Samples);
        await AssertRolledUpAsync(worker, rows);
        var hours = await worker.UseDbAsync(db => db.QosOverallHours.AsNoTracking().ToListAsync(Cancelled));
        foreach (var samples in rows.GroupBy(row => (
            Bucket: QosBuckets.Floor(row.RecordedAt, QosBuckets.Hour),
            Quality: QualityScore.Assess(row.Sample).Quality.ToString().ToLowerInvariant(),
            Candidate: row.Sample.CandidateType?.ToString().ToLowerInvariant() ?? "unknown",
            Nat: row.UserId == "ada" ? "symmetric" : "unknown")))
        {
            RolledUp.AssertHolds(samples, Assert.Single(
                hours, hour => (hour.BucketStart, hour.Quality, hour.CandidateType, hour.NatType) == samples.Key));
        }

        Assert.Equal(400, hours.Sum(hour => hour.Excellent + hour.Good + hour.Poor));
    }

    [Fact]
    public async Task RunCycle_Again_AddsNothing()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var rows = Rows(new(8), 50);
        await worker.InsertAsync([.. rows]);

        Assert.Equal(50, (await RunAsync(worker)).Samples);
        Assert.Equal(new(0, 0), await RunAsync(worker));
        await AssertRolledUpAsync(worker, rows);
    }

    [Fact]
    public async Task RunCycle_LateSample_AmendsItsBuckets()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        List<QosRow> rows = [Row("ada", ThisMinute, 10)];
        await worker.InsertAsync([.. rows]);
        await RunAsync(worker);

        // However late: the worker's clock has nothing to do with it.
        worker.Time.Advance(TimeSpan.FromHours(20));
        rows.AddRange([Row("ada", ThisMinute.AddSeconds(59), 30), Row("ada", ThisMinute.AddHours(-5), 50)]);
        await worker.InsertAsync([.. rows[1..]]);

        Assert.Equal(2, (await RunAsync(worker)).Samples);
        await AssertRolledUpAsync(worker, rows);
        Assert.Equal(2, (await worker.MinutesAsync()).Single(minute => minute.BucketStart == ThisMinute).Excellent);
    }

    [Fact]
    public async Task RunCycle_ResentSample_IsCountedOnce()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var row = Row("ada", ThisMinute, 10) with { Sample = new() { Id = "s-1", RttMs = 10, PacketLossPct = 0, JitterMs = 1 } };
        await worker.InsertAsync(row);
        await RunAsync(worker);

        await worker.InsertAsync(row);

        Assert.Equal(0, (await RunAsync(worker)).Samples);
        await AssertRolledUpAsync(worker, [row]);
    }

    [Fact]
    public async Task RunCycle_BatchOfSamplesCommittedAfterLaterOnes_TakesNoneTwice()
    {
        await using var worker = await Worker.CreateAsync(postgres, settings: new KeyValuePair<string, string?>("Qos:Rollup:BatchSize", "2"));
        List<QosRow> rows = [.. Enumerable.Range(0, 6).Select(i => Row("ada", ThisMinute.AddSeconds(i), i))];
        await using var connection = await worker.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Cancelled))
        {
            await QosSampleStore.InsertAsync(connection, rows[..4], Cancelled);
            await worker.InsertAsync(rows[4]);
            await worker.InsertAsync(rows[5]);
            Assert.Equal(2, (await RunAsync(worker)).Samples);
            await transaction.CommitAsync(Cancelled);
        }

        Assert.Equal(4, (await RunAsync(worker)).Samples);
        await AssertRolledUpAsync(worker, rows);
    }

    [Fact]
    public async Task RunCycle_SampleCommittedAfterLaterOnes_IsNotMissed()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var (slow, quick, last) = (Row("ada", ThisMinute, 10), Row("ada", ThisMinute, 20), Row("ada", ThisMinute, 30));
        await using var connection = await worker.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Cancelled))
        {
            await QosSampleStore.InsertAsync(connection, [slow], Cancelled);
            await worker.InsertAsync(quick);

            // What is going on holds nobody up.
            Assert.Equal(1, (await RunAsync(worker)).Samples);
            await transaction.CommitAsync(Cancelled);
        }

        await worker.InsertAsync(last);

        Assert.Equal(2, (await RunAsync(worker)).Samples);
        Assert.Equal(0, (await RunAsync(worker)).Samples);
        await AssertRolledUpAsync(worker, [slow, quick, last]);
    }

    [Fact]
    public async Task RunCycle_SampleRolledBack_IsNotThere()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await using var connection = await worker.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Cancelled))
        {
            await QosSampleStore.InsertAsync(connection, [Row("ada", ThisMinute, 10)], Cancelled);
            await transaction.RollbackAsync(Cancelled);
        }

        Assert.Equal(new(0, 0), await RunAsync(worker));
        Assert.Empty(await worker.MinutesAsync());
    }

    [Fact]
    public async Task RunCycle_AfterADayOfDowntime_CatchesUpBatchByBatch()
    {
        await using var worker = await Worker.CreateAsync(postgres, settings: new KeyValuePair<string, string?>("Qos:Rollup:BatchSize", "100"));
        var rows = new List<QosRow>();
        var random = new Random(9);
        for (var minute = 0; minute < 24 * 60; minute += 10)
        {
            var stored = Enumerable.Range(0, 20).Select(_ => Row(
                random.Next(2) == 0 ? "ada" : "bob", ThisMinute.AddMinutes(minute - 1440).AddSeconds(random.Next(60)), random.Next(400),
                random.Next(2) == 0 ? Ids.Session : Ids.OtherSession)).ToList();
            await worker.InsertAsync([.. stored]);
            rows.AddRange(stored);
        }

        var result = await RunAsync(worker);

        Assert.Equal(2880, result.Samples);
        Assert.True(result.Batches >= 2880 / 120, $"{result.Batches} batches");
        await AssertRolledUpAsync(worker, rows);
    }

    [Fact]
    public async Task RunCycle_NoSamples_DoesNothing()
    {
        await using var worker = await Worker.CreateAsync(postgres);

        Assert.Equal(new(0, 0), await RunAsync(worker));
    }

    [Fact]
    public async Task Adopt_DatabaseFromAnotherCluster_GoesOnWhereItWas()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var (rolled, pending, fresh) = (Row("ada", ThisMinute, 10), Row("ada", ThisMinute, 20), Row("ada", ThisMinute, 30));
        await worker.InsertAsync(rolled);
        await RunAsync(worker);
        await worker.InsertAsync(pending);

        // As a dump looks that comes from a cluster with many more transactions.
        await worker.ExecuteAsync(
            """
            UPDATE qos_samples SET ingest_xact = (CASE rtt_ms WHEN 10 THEN '900000000000' ELSE '900000000050' END)::xid8;
            UPDATE qos_rollup_shards SET watermark = '900000000040:900000000040:'
            """);
        await worker.Get<M4sh.QosWorker.Startup.StartupService>().RunAsync(Cancelled);
        await worker.InsertAsync(fresh);

        Assert.Equal(2, (await RunAsync(worker)).Samples);
        await AssertRolledUpAsync(worker, [rolled, pending, fresh]);
        Assert.False(await worker.UseDbAsync(db => QosRollup.AdoptAsync(db, Cancelled)));
    }

    private static Task<RollupResult> RunAsync(Worker worker) => worker.Get<RollupCycle>().RunCycleAsync(Cancelled);

    private static Task AssertRolledUpAsync(Worker worker, IReadOnlyList<QosRow> rows) => RolledUp.AssertAsync(worker, rows);

    private static List<QosRow> Rows(Random random, int count) => [.. Enumerable.Range(0, count).Select(index => new QosRow(
        random.Next(2) == 0 ? Ids.Session : Ids.OtherSession,
        random.Next(2) == 0 ? "ada" : "bob",
        ThisMinute.AddSeconds(-random.Next(7200)),
        new QosSample
        {
            RttMs = random.NextDouble() * 400,
            PacketLossPct = random.Next(5),
            JitterMs = random.NextDouble() * 50,
            CandidateType = random.Next(3) switch { 0 => IceCandidateType.Host, 1 => IceCandidateType.Relay, _ => null },
        }))];

    private static QosRow Row(string user, DateTimeOffset at, double rttMs, Guid? session = null) =>
        new(session ?? Ids.Session, user, at, new() { RttMs = rttMs, PacketLossPct = 0, JitterMs = 1 });

    private static Task<int> AddParticipantAsync(Worker worker, string user, string natType) => worker.ExecuteAsync(
        $$"""
        INSERT INTO sessions (id, status, created_by, created_at, metadata, host_permissions, guest_permissions)
        SELECT id, 'waiting', 'ada', now(), '{}', '{}', '{}' FROM unnest(ARRAY['{{Ids.Session}}', '{{Ids.OtherSession}}']::uuid[]) AS id;
        INSERT INTO participants (session_id, user_id, place, role, connection_state, audio_muted, video_muted, nat_type, joined_at)
        SELECT id, '{{user}}', 1, 'host', 'connected', false, false, '{{natType}}', now() FROM sessions
        """);
}
