using M4sh.Contracts.Qos;
using M4sh.Data.Qos;

namespace M4sh.SignalingApi.Tests.Qos.Statistics;

/// <summary>Holds answers to the samples that they are of, as all were kept in memory.</summary>
internal static class KeptSamples
{
    private const double PromisedError = 0.01;

    public static void AssertIs(IEnumerable<QosRow> samples, QualitySummary summary)
    {
        var rows = samples.ToList();
        Assert.Equal(rows.Count, summary.Samples);
        if (summary.Qualities is { } qualities)
            Assert.Equal(rows.GroupBy(row => QualityScore.Assess(row.Sample).Quality).ToDictionary(level => level.Key, level => level.LongCount()), qualities);

        AssertIs(rows.Select(row => row.Sample.RttMs), summary.RttMs);
        AssertIs(rows.Select(row => row.Sample.PacketLossPct), summary.PacketLossPct);
        AssertIs(rows.Select(row => row.Sample.JitterMs), summary.JitterMs);
    }

    private static void AssertIs(IEnumerable<double> values, MetricSummary? metric)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
        {
            Assert.Null(metric);
            return;
        }

        Assert.Equal((sorted[0], sorted[^1]), (metric!.Min, metric.Max));
        Assert.Equal(sorted.Average(), metric.Avg, tolerance: 1e-9 * (1 + sorted[^1]));
        foreach (var (share, answer) in new[] { (0.5, metric.P50), (0.95, metric.P95), (0.99, metric.P99) })
        {
            var exact = sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
            Assert.InRange(answer, exact * (1 - PromisedError), exact * (1 + PromisedError));
        }
    }
}
