using System.Globalization;
using M4sh.Console.Analytics;
using M4sh.Console.Calls;
using M4sh.Console.Components.Analytics;
using M4sh.Console.Components.Calls;
using M4sh.Console.Components.Overview;
using M4sh.Console.Components.Sessions;
using M4sh.Console.Feeds;
using M4sh.Console.Sessions;
using M4sh.Contracts.Qos;
using Microsoft.AspNetCore.Components;

namespace M4sh.Console.Components.Pages;

/// <summary>What is shown is in the address alone: it can be kept, sent, and gone back to.</summary>
public sealed partial class AnalyticsPage
{
    private const int MaxGroups = 200;

    private AnalyticsQuery _query = new(AnalyticsQuery.DefaultLast);
    private FeedWatch<AnalyticsSnapshot>? _watch;

    [SupplyParameterFromQuery(Name = AnalyticsAddress.Last)]
    public string? Last { get; set; }

    [SupplyParameterFromQuery(Name = AnalyticsAddress.From)]
    public string? From { get; set; }

    [SupplyParameterFromQuery(Name = AnalyticsAddress.To)]
    public string? To { get; set; }

    [SupplyParameterFromQuery(Name = AnalyticsAddress.GroupBy)]
    public string? GroupBy { get; set; }

    private AnalyticsSnapshot? Snapshot => _watch?.Current;

    private (DateTimeOffset From, DateTimeOffset To) Window => Snapshot is { } known ? (known.From, known.To) : _query.WindowAt(Time.GetUtcNow());

    public void Dispose() => _watch?.Dispose();

    protected override void OnParametersSet()
    {
        var query = AnalyticsAddress.Read(Last, From, To, GroupBy);
        if (_watch is not null && query == _query)
        {
            return;
        }

        _watch?.Dispose();
        _query = query;
        _watch = Feeds.Watch(query, () => _ = InvokeAsync(StateHasChanged));
    }

    private QualitySeries Series(Metric metric, QualityOverview quality, Func<MetricSummary, double> percentile) =>
        new(metric, quality.Overall, quality.Series, TimeSpan.FromSeconds(quality.Bucket), percentile, Viewer.Zone);

    private static IReadOnlyList<Share> Levels(QualityOverview quality) =>
        [.. Shares(quality.Overall.Qualities ?? new Dictionary<QualityLevel, long>(), level => QualityText.Of(level)).OrderBy(share => share.Name)];

    private static IReadOnlyList<Share> Ends(QualityOverview quality) =>
        quality.Calls is { } calls ? [.. Shares(calls.EndReasons, SessionText.Words).OrderByDescending(share => share.Count)] : [];

    private static IEnumerable<Share> Shares<TKey>(IReadOnlyDictionary<TKey, long> counts, Func<TKey, string> name)
    {
        var all = counts.Values.Sum();
        return counts.Select(each => new Share(name(each.Key), each.Value, 100.0 * each.Value / all));
    }

    private static IReadOnlyList<QualityTableRow> Rows(IReadOnlyList<CallQuality> worst) =>
        [.. worst.Select(call => new QualityTableRow(call.SessionId.ToString(), $"/sessions/{call.SessionId}", call.LessonId, call, null))];

    private IReadOnlyList<QualityTableRow> Rows(IReadOnlyList<QualityGroup> groups) =>
    [
        .. groups.Take(MaxGroups).Select(group => new QualityTableRow(
            group.Key, _query.GroupBy == QualityGrouping.Lesson ? SessionAddress.Of(text: group.Key) : null, null, group, group.Calls, HourOf(group))),
    ];

    private DateTimeOffset? HourOf(QualityGroup group) =>
        _query.GroupBy == QualityGrouping.Hour && DateTimeOffset.TryParse(group.Key, CultureInfo.InvariantCulture, out var hour) ? hour : null;
}
