using M4sh.Contracts.Qos;
using M4sh.Data.Qos;
using M4sh.QosWorker.Rollup;
using M4sh.QosWorker.Tests.Support;
using M4sh.TestSupport;

namespace M4sh.QosWorker.Tests.Rollup;

public sealed class RollupCycleTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset ThisMinute = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset LastMinute = ThisMinute.AddMinutes(-1);

    [Fact]
    public async Task RunCycle_ClosedMinutes_HoldsWhatIsComputedIndependently()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var random = new Random(7);
        var rows = new List<QosRow>();
        foreach (var (user, minute, count) in new[] { ("ada", -3, 1), ("ada", -2, 2), ("ada", -1, 137), ("bob", -1, 20) })
        {
            rows.AddRange(Enumerable.Range(0, count).Select(index => new QosRow(
                Ids.Session, user, ThisMinute.AddMinutes(minute).AddSeconds(59.999 * index / count),
                new QosSample { RttMs = random.NextDouble() * 400, PacketLossPct = random.Next(5), JitterMs = random.NextDouble() * 50 })));
        }

        await worker.InsertAsync([.. rows]);

        var result = await RunAsync(worker);

        var minutes = await worker.MinutesAsync();
        Assert.Equal(4, result.Minutes);
        Assert.Equal(4, minutes.Count);
        foreach (var minute in minutes)
        {
            var samples = rows.Where(row => row.UserId == minute.UserId
                && row.RecordedAt >= minute.BucketStart && row.RecordedAt < minute.BucketStart.AddMinutes(1)).ToList();
            Assert.Equal(samples.Count, minute.Samples);
            AssertMetric([.. samples.Select(row => row.Sample.RttMs)], minute.RttMs);
            AssertMetric([.. samples.Select(row => row.Sample.PacketLossPct)], minute.PacketLossPct);
            AssertMetric([.. samples.Select(row => row.Sample.JitterMs)], minute.JitterMs);
        }
    }

    [Fact]
    public async Task RunCycle_OpenMinute_WaitsUntilItIsClosed()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Ids.Session, "ada", ThisMinute.AddSeconds(29));

        Assert.Equal(0, (await RunAsync(worker)).Minutes);
        worker.Time.Advance(TimeSpan.FromSeconds(30));

        var closed = await RunAsync(worker);
        Assert.Equal(1, closed.Minutes);
        Assert.Equal(ThisMinute.AddMinutes(1), closed.To);
    }

    [Fact]
    public async Task RunCycle_Again_WritesNothing()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Ids.Session, "ada", LastMinute);

        Assert.Equal(1, (await RunAsync(worker)).Minutes);
        Assert.Equal(0, (await RunAsync(worker)).Minutes);
    }

    [Fact]
    public async Task RunCycle_SampleFifteenMinutesLate_AmendsItsMinute()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Ids.Session, "ada", LastMinute, rttMs: 10);
        await RunAsync(worker);

        // The latest moment at which the contract takes it, and a whole interval until the next cycle.
        worker.Time.SetUtcNow(LastMinute.AddSeconds(59) + TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(10));
        await worker.InsertAsync(Ids.Session, "ada", LastMinute.AddSeconds(59), rttMs: 30);
        var result = await RunAsync(worker);

        var minute = Assert.Single(await worker.MinutesAsync());
        Assert.Equal(1, result.Minutes);
        Assert.Equal(2, minute.Samples);
        Assert.Equal(20, minute.RttMs.Avg);
        Assert.Equal(30, minute.RttMs.Max);
    }

    [Fact]
    public async Task RunCycle_LateSampleWhileItStoodStill_AmendsItsMinute()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Ids.Session, "ada", LastMinute);
        await RunAsync(worker);

        await worker.InsertAsync(Ids.Session, "ada", LastMinute);
        worker.Time.Advance(TimeSpan.FromHours(3));

        Assert.Equal(1, (await RunAsync(worker)).Minutes);
        Assert.Equal(2, Assert.Single(await worker.MinutesAsync()).Samples);
    }

    [Fact]
    public async Task RunCycle_AfterADowntime_CatchesUpFromTheLastMinuteMade()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        await worker.InsertAsync(Ids.Session, "ada", LastMinute);
        await RunAsync(worker);
        var minutes = Enumerable.Range(0, 600).Select(minute => new QosRow(
            Ids.Session, "ada", ThisMinute.AddMinutes(minute), new QosSample { RttMs = minute, PacketLossPct = 0, JitterMs = 1 }));
        await worker.InsertAsync([.. minutes]);
        worker.Time.Advance(TimeSpan.FromHours(10));

        await using var restarted = worker.Another();
        var result = await RunAsync(restarted);

        Assert.Equal(LastMinute.AddMinutes(-16), result.From);
        Assert.Equal(600, result.Minutes);
        Assert.Equal(Enumerable.Range(0, 600).Select(rtt => (double)rtt), (await worker.MinutesAsync()).Skip(1).Select(minute => minute.RttMs.P50));
    }

    [Fact]
    public async Task RunCycle_SeveralWorkersAtOnce_AllRight()
    {
        await using var worker = await Worker.CreateAsync(postgres);
        var rows = Enumerable.Range(0, 3000).Select(index => new QosRow(
            index % 2 == 0 ? Ids.Session : Ids.OtherSession, $"user-{index % 7}", ThisMinute.AddSeconds(-index),
            new QosSample { RttMs = index, PacketLossPct = 1, JitterMs = 1 }));
        await worker.InsertAsync([.. rows]);
        await using var second = worker.Another();
        await using var third = worker.Another();

        await Task.WhenAll(RunAsync(worker), RunAsync(second), RunAsync(third));

        Assert.Equal(2999, (await worker.MinutesAsync()).Sum(minute => minute.Samples));
    }

    [Fact]
    public async Task RunCycle_NoSamples_DoesNothing()
    {
        await using var worker = await Worker.CreateAsync(postgres);

        Assert.Equal(0, (await RunAsync(worker)).Minutes);
    }

    private static Task<RollupResult> RunAsync(Worker worker) =>
        worker.Get<RollupCycle>().RunCycleAsync(TestContext.Current.CancellationToken);

    private static void AssertMetric(double[] samples, MetricRollup metric)
    {
        Array.Sort(samples);
        Assert.Equal(samples.Average(), metric.Avg, precision: 9);
        Assert.Equal(samples[0], metric.Min);
        Assert.Equal(samples[^1], metric.Max);
        Assert.Equal(Percentile(samples, 50), metric.P50);
        Assert.Equal(Percentile(samples, 95), metric.P95);
        Assert.Equal(Percentile(samples, 99), metric.P99);
    }

    // The smallest sample whose cumulative share is at least that much, by counting and in whole numbers.
    private static double Percentile(double[] sorted, int percent) =>
        sorted.First(candidate => sorted.Count(sample => sample <= candidate) * 100 >= percent * sorted.Length);
}
