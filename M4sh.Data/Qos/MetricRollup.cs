namespace M4sh.Data.Qos;

/// <summary>A metric over a bucket.</summary>
public sealed class MetricRollup
{
    public required double Avg { get; init; }

    public required double Min { get; init; }

    public required double Max { get; init; }

    public required double P50 { get; init; }

    public required double P95 { get; init; }

    public required double P99 { get; init; }
}
