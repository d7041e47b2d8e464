namespace M4sh.Console.Calls;

/// <summary>What one side of a call measures.</summary>
public sealed class CallMetrics
{
    private readonly Dictionary<Metric, MetricSeries> _series = Metric.All.ToDictionary(metric => metric, _ => new MetricSeries());

    /// <summary>The last second.</summary>
    public PeerStats? Latest { get; private set; }

    public MetricSeries this[Metric metric] => _series[metric];

    public void Add(PeerStats stats)
    {
        Latest = stats;
        foreach (var (metric, series) in _series)
        {
            series.Add(metric.Of(stats));
        }
    }
}
