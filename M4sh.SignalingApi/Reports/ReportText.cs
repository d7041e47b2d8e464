using System.Globalization;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;

namespace M4sh.SignalingApi.Reports;

/// <summary>The values of a report as text, alike in the page and the CSV.</summary>
internal static class ReportText
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset? time) => time is { } given ? Of(given) : "";

    public static string Of(double? number) => number?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    public static string Of<TEnum>(TEnum? value) where TEnum : struct, Enum => value is { } given ? SnakeCase.Write(given) : "";

    /// <summary>The three metrics by their names.</summary>
    public static IEnumerable<(string Name, string Unit, MetricSummary? Metric)> Metrics(QualitySummary summary) =>
    [
        ("rtt_ms", "ms", summary.RttMs),
        ("packet_loss_pct", "%", summary.PacketLossPct),
        ("jitter_ms", "ms", summary.JitterMs),
    ];

    public static IEnumerable<(string Name, double Value)> Statistics(MetricSummary metric) =>
    [
        ("avg", metric.Avg), ("min", metric.Min), ("max", metric.Max), ("p50", metric.P50), ("p95", metric.P95), ("p99", metric.P99),
    ];
}
