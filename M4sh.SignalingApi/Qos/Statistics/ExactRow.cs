using M4sh.Contracts.Qos;

namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>A row of <see cref="ExactStatistics"/>.</summary>
internal sealed class ExactRow
{
    public string? UserId { get; init; }

    public DateTimeOffset? Bucket { get; init; }

    public long Samples { get; init; }

    public long Excellent { get; init; }

    public long Good { get; init; }

    public long Poor { get; init; }

    public DateTimeOffset? First { get; init; }

    public DateTimeOffset? Last { get; init; }

    public double? RttMsAvg { get; init; }

    public double? RttMsMin { get; init; }

    public double? RttMsMax { get; init; }

    public double[]? RttMsPercentiles { get; init; }

    public double? PacketLossPctAvg { get; init; }

    public double? PacketLossPctMin { get; init; }

    public double? PacketLossPctMax { get; init; }

    public double[]? PacketLossPctPercentiles { get; init; }

    public double? JitterMsAvg { get; init; }

    public double? JitterMsMin { get; init; }

    public double? JitterMsMax { get; init; }

    public double[]? JitterMsPercentiles { get; init; }

    public QualitySummary ToSummary() => new()
    {
        Samples = Samples,
        Qualities = QosSummaries.Qualities(Excellent, Good, Poor),
        RttMs = RttMs,
        PacketLossPct = PacketLossPct,
        JitterMs = JitterMs,
    };

    public QualityBucket ToBucket() => new()
    {
        Start = Bucket!.Value,
        Samples = Samples,
        RttMs = RttMs,
        PacketLossPct = PacketLossPct,
        JitterMs = JitterMs,
    };

    private MetricSummary? RttMs => Metric(RttMsAvg, RttMsMin, RttMsMax, RttMsPercentiles);

    private MetricSummary? PacketLossPct => Metric(PacketLossPctAvg, PacketLossPctMin, PacketLossPctMax, PacketLossPctPercentiles);

    private MetricSummary? JitterMs => Metric(JitterMsAvg, JitterMsMin, JitterMsMax, JitterMsPercentiles);

    private static MetricSummary? Metric(double? avg, double? min, double? max, double[]? percentiles) =>
        avg is null ? null : new(avg.Value, min!.Value, max!.Value, percentiles![0], percentiles[1], percentiles[2]);
}
