using M4sh.Contracts.Qos;
using M4sh.Data.Qos.Rollups;
using M4sh.Data.Qos.Sketches;

namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>Puts pieces together and says what they come to.</summary>
internal static class QosSummaries
{
    public static QosAggregate Merge(IEnumerable<QosPiece> pieces)
    {
        var all = new QosAggregate();
        foreach (var piece in pieces)
            all.Merge(piece.Samples);

        return all;
    }

    /// <summary>By bucket, in their order, and of these all together.</summary>
    public static (IReadOnlyList<QualityBucket> Series, QosAggregate All) Series(IEnumerable<QosPiece> pieces, TimeSpan bucket)
    {
        var buckets = pieces.GroupBy(piece => Data.Qos.QosBuckets.Floor(piece.At, bucket)).OrderBy(group => group.Key).Select(group => (group.Key, Samples: Merge(group))).ToList();
        var all = new QosAggregate();
        foreach (var (_, samples) in buckets)
            all.Merge(samples);

        return ([.. buckets.Select(each => ToBucket(each.Key, Summary(each.Samples)))], all);
    }

    public static QualitySummary Summary(QosAggregate samples) => new()
    {
        Samples = samples.Samples,
        Qualities = Qualities(samples.Excellent, samples.Good, samples.Poor),
        RttMs = Metric(samples.RttMs),
        PacketLossPct = Metric(samples.PacketLossPct),
        JitterMs = Metric(samples.JitterMs),
    };

    private static QualityBucket ToBucket(DateTimeOffset start, QualitySummary summary) => new()
    {
        Start = start,
        Samples = summary.Samples,
        RttMs = summary.RttMs,
        PacketLossPct = summary.PacketLossPct,
        JitterMs = summary.JitterMs,
    };

    public static IReadOnlyDictionary<QualityLevel, long> Qualities(long excellent, long good, long poor) =>
        new[] { (QualityLevel.Excellent, excellent), (QualityLevel.Good, good), (QualityLevel.Poor, poor) }
            .Where(level => level.Item2 > 0)
            .ToDictionary(level => level.Item1, level => level.Item2);

    public static MetricSummary? Metric(DDSketch sketch) => sketch.Count == 0
        ? null
        : new(sketch.Average, sketch.Min, sketch.Max, sketch.Percentile(0.5), sketch.Percentile(0.95), sketch.Percentile(0.99));
}
