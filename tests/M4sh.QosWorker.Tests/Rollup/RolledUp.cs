using M4sh.Contracts.Qos;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;
using M4sh.QosWorker.Tests.Sketches;
using M4sh.QosWorker.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace M4sh.QosWorker.Tests.Rollup;

/// <summary>Compares the rollups with the samples that they are of: each is in every table, once.</summary>
internal static class RolledUp
{
    private const double PromisedError = 0.01;

    public static async Task AssertAsync(Worker worker, IReadOnlyList<QosRow> samples)
    {
        AssertBuckets(
            samples, await worker.MinutesAsync(),
            sample => (sample.SessionId, sample.UserId, QosBuckets.Floor(sample.RecordedAt, QosBuckets.Minute)),
            minute => (minute.SessionId, minute.UserId, minute.BucketStart));
        AssertBuckets(
            samples, await ReadAsync(worker, db => db.QosSessionHours),
            sample => (sample.SessionId, sample.UserId, QosBuckets.Floor(sample.RecordedAt, QosBuckets.Hour)),
            hour => (hour.SessionId, hour.UserId, hour.BucketStart));
        AssertBuckets(
            samples, await ReadAsync(worker, db => db.QosOverallMinutes),
            sample => QosBuckets.Floor(sample.RecordedAt, QosBuckets.Minute),
            minute => minute.BucketStart);
        var hours = (await ReadAsync(worker, db => db.QosOverallHours)).GroupBy(hour => hour.BucketStart).ToDictionary(
            hour => hour.Key, hour => hour.Sum(row => row.Excellent + row.Good + row.Poor));
        Assert.Equal(samples.GroupBy(sample => QosBuckets.Floor(sample.RecordedAt, QosBuckets.Hour)).ToDictionary(hour => hour.Key, hour => hour.LongCount()), hours);
    }

    public static void AssertHolds(IEnumerable<QosRow> samples, QosRollupRow row)
    {
        var all = samples.Select(sample => sample.Sample).ToList();
        var aggregate = QosAggregate.Of(row);
        long Count(QualityLevel level) => all.Count(sample => QualityScore.Assess(sample).Quality == level);
        Assert.Equal(
            (Count(QualityLevel.Excellent), Count(QualityLevel.Good), Count(QualityLevel.Poor)), (aggregate.Excellent, aggregate.Good, aggregate.Poor));
        foreach (var (values, sketch) in new[]
        {
            (all.Select(sample => sample.RttMs), aggregate.RttMs),
            (all.Select(sample => sample.PacketLossPct), aggregate.PacketLossPct),
            (all.Select(sample => sample.JitterMs), aggregate.JitterMs),
        })
        {
            var sorted = values.Order().ToArray();
            Assert.Equal((sorted.Length, sorted[0], sorted[^1]), (sketch.Count, sketch.Min, sketch.Max));
            Assert.Equal(sorted.Average(), sketch.Average, tolerance: 1e-9 * (1 + sorted[^1]));
            foreach (var share in (double[])[0.5, 0.95, 0.99])
            {
                var exact = Samples.PercentileDisc(sorted, share);
                Assert.InRange(sketch.Percentile(share), exact * (1 - PromisedError), exact * (1 + PromisedError));
            }
        }
    }

    private static void AssertBuckets<TRow, TKey>(
        IReadOnlyList<QosRow> samples, IReadOnlyList<TRow> rows, Func<QosRow, TKey> keyOfSample, Func<TRow, TKey> keyOfRow)
        where TRow : QosRollupRow
        where TKey : notnull
    {
        var expected = samples.GroupBy(keyOfSample).ToDictionary(bucket => bucket.Key);
        Assert.Equal(expected.Keys.ToHashSet(), [.. rows.Select(keyOfRow)]);
        Assert.Equal(expected.Count, rows.Count);
        foreach (var row in rows)
            AssertHolds(expected[keyOfRow(row)], row);
    }

    private static Task<List<TRow>> ReadAsync<TRow>(Worker worker, Func<M4sh.Data.M4shDbContext, IQueryable<TRow>> table)
        where TRow : class =>
        worker.UseDbAsync(db => table(db).AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));
}
