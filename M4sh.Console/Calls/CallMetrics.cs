namespace M4sh.Console.Calls;

/// <summary>What one side of a call measures. Safe to use from several threads.</summary>
public sealed class CallMetrics
{
    private readonly Dictionary<Metric, MetricSeries> _series = Metric.All.ToDictionary(metric => metric, _ => new MetricSeries());
    private readonly Lock _lock = new();
    private readonly List<PeerStats> _windows = [];

    /// <summary>The last second.</summary>
    public PeerStats? Latest { get; private set; }

    /// <summary>The candidate pairs as they last were.</summary>
    public IReadOnlyList<CandidatePair> Pairs { get; set; } = [];

    /// <summary>The 5 s windows of the whole call.</summary>
    public IReadOnlyList<PeerStats> Windows
    {
        get
        {
            lock (_lock)
                return [.. _windows];
        }
    }

    /// <summary>Of all packets that should have come, in percent; null before the first window.</summary>
    public double? LossPct => Windows.Sum(window => window.PacketsExpected ?? 0) is > 0 and var expected
        ? Windows.Sum(window => window.PacketsLost ?? 0) * 100d / expected
        : null;

    /// <summary>Over the windows, in milliseconds.</summary>
    public double? MeanRttMs => Windows.Average(window => window.RttMs);

    public MetricSeries this[Metric metric] => _series[metric];

    public void Add(PeerStats stats)
    {
        Latest = stats;
        foreach (var (metric, series) in _series)
        {
            series.Add(metric.Of(stats));
        }
    }

    public void AddWindow(PeerStats window)
    {
        lock (_lock)
            _windows.Add(window);
    }
}
