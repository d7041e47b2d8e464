namespace M4sh.Contracts.Qos;

/// <summary>A metric over a window. A percentile is the smallest sample whose cumulative share is at least that much.</summary>
/// <param name="Avg">Mean.</param>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
/// <param name="P50">Median.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
public sealed record MetricSummary(double Avg, double Min, double Max, double P50, double P95, double P99);
