using System.Globalization;
using M4sh.Console.Analytics;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;

namespace M4sh.Console.Components.Analytics;

/// <summary>Addresses of the page over all calls: all that it shows is in them.</summary>
internal static class AnalyticsAddress
{
    public const string Last = "last";
    public const string From = "from";
    public const string To = "to";
    public const string GroupBy = "group_by";

    private const string Moment = "yyyy-MM-dd'T'HH:mm'Z'";

    /// <summary>The windows that end now.</summary>
    public static IReadOnlyList<(string Key, string Title, TimeSpan Length)> Windows { get; } =
    [
        ("1h", "1 hour", TimeSpan.FromHours(1)),
        ("6h", "6 hours", TimeSpan.FromHours(6)),
        ("24h", "24 hours", AnalyticsQuery.DefaultLast),
        ("7d", "7 days", TimeSpan.FromDays(7)),
        ("30d", "30 days", TimeSpan.FromDays(30)),
    ];

    public static string Of(AnalyticsQuery query)
    {
        var parts = new List<string>();
        if (query.Last is { } last)
        {
            if (last != AnalyticsQuery.DefaultLast)
                parts.Add($"{Last}={Windows.First(window => window.Length == last).Key}");
        }
        else
        {
            parts.Add($"{From}={Write(query.From)}&{To}={Write(query.To)}");
        }

        if (query.GroupBy is { } by)
            parts.Add($"{GroupBy}={SnakeCase.Write(by)}");

        return parts.Count == 0 ? "/analytics" : $"/analytics?{string.Join('&', parts)}";
    }

    /// <summary>What cannot be read is as if it were not there.</summary>
    public static AnalyticsQuery Read(string? last, string? from, string? to, string? groupBy)
    {
        QualityGrouping? by = groupBy is not null && SnakeCase.TryRead<QualityGrouping>(groupBy, out var read) ? read : null;
        if (Time(from) is { } begin && Time(to) is { } end && begin < end)
        {
            return new(null, begin, end, by);
        }

        var window = Windows.FirstOrDefault(window => window.Key == last).Length;
        return new(window == default ? AnalyticsQuery.DefaultLast : window, GroupBy: by);
    }

    private static string Write(DateTimeOffset? moment) => moment!.Value.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;
}
