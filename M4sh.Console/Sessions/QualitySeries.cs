using System.Globalization;
using M4sh.Console.Calls;
using M4sh.Contracts.Qos;

namespace M4sh.Console.Sessions;

/// <summary>A percentile of a metric over time, for a chart: equally far apart whatever is missing, and never too many points.</summary>
public sealed class QualitySeries : IMetricSeries
{
    public const int MaxPoints = 60;

    private const int LabelCount = 3;

    /// <summary>The 95th percentile over a session.</summary>
    public QualitySeries(Metric metric, QualityReport report, TimeSpan bucket, TimeZoneInfo? zone = null)
        : this(metric, report.Overall, report.Series, bucket, static summary => summary.P95, zone)
    {
    }

    /// <param name="metric">What is drawn.</param>
    /// <param name="overall">Over the whole time.</param>
    /// <param name="series">In order; those without a sample are missing.</param>
    /// <param name="bucket">How long each is.</param>
    /// <param name="percentile">Of each.</param>
    /// <param name="zone">The time axis is of it; UTC unless given.</param>
    public QualitySeries(
        Metric metric, QualitySummary overall, IReadOnlyList<QualityBucket> series, TimeSpan bucket, Func<MetricSummary, double> percentile,
        TimeZoneInfo? zone = null)
    {
        double? Of(QualitySummary summary) => metric.Of(summary) is { } values ? percentile(values) : null;

        Latest = Of(overall);
        Version = HashCode.Combine(overall.Samples, series.Count, bucket, Latest);
        if (series.Count == 0)
        {
            return;
        }

        // A single bucket is drawn as wide as it is: from its start to its end.
        var first = series[0].Start;
        var buckets = Math.Max(2, (int)((series[^1].Start - first) / bucket) + 1);
        var points = Math.Min(buckets, MaxPoints);
        var values = new double?[points];
        foreach (var (index, value) in from each in series
                                       let index = (int)((long)((each.Start - first) / bucket) * points / buckets)
                                       select (index, Of(each)))
        {
            values[index] = value > values[index] || values[index] is null ? value : values[index];
        }

        Points = values.Count(value => value is not null);
        if (series.Count == 1)
        {
            values[1] = values[0];
        }

        Values = values;
        Labels = [.. Enumerable.Range(0, points).Select(point => LabelOf(point, points, first, bucket * buckets, zone ?? TimeZoneInfo.Utc))];
    }

    public int Version { get; }

    public double? Latest { get; }

    public int Points { get; }

    public IReadOnlyList<double?> Values { get; } = [null, null];

    public IReadOnlyList<string> Labels { get; } = ["", ""];

    private static string LabelOf(int point, int points, DateTimeOffset first, TimeSpan length, TimeZoneInfo zone)
    {
        var every = Math.Max(1, points / LabelCount);
        var format = length > TimeSpan.FromDays(1) ? "MM-dd HH:mm" : "HH:mm:ss";
        return point % every == every / 2
            ? TimeZoneInfo.ConvertTime(first + (length * point / points), zone).ToString(format, CultureInfo.InvariantCulture)
            : "";
    }
}
