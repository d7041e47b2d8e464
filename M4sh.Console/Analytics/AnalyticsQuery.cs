using M4sh.Contracts.Qos;

namespace M4sh.Console.Analytics;

/// <summary>Which calls are looked at.</summary>
/// <param name="Last">The window ends now and is so long; null: it is from <paramref name="From"/> to <paramref name="To"/>.</param>
/// <param name="From">UTC, included.</param>
/// <param name="To">UTC, excluded.</param>
/// <param name="GroupBy">Hours or lessons apart.</param>
public sealed record AnalyticsQuery(TimeSpan? Last, DateTimeOffset? From = null, DateTimeOffset? To = null, QualityGrouping? GroupBy = null)
{
    public static readonly TimeSpan DefaultLast = TimeSpan.FromHours(24);

    // Some 60 points a chart, each of whole minutes or whole hours as the API keeps them.
    private static readonly int[] BucketMinutes = [1, 2, 5, 10, 30, 60, 120, 180, 360, 720, 1440];

    private const int MaxPoints = Sessions.QualitySeries.MaxPoints;

    /// <summary>The window as it is now. A moving one ends with this minute: of whole minutes the API need not read a single sample.</summary>
    public (DateTimeOffset From, DateTimeOffset To) WindowAt(DateTimeOffset now)
    {
        if (Last is not { } last)
        {
            return (From!.Value, To!.Value);
        }

        var minute = TimeSpan.FromMinutes(1);
        var end = new DateTimeOffset((now.UtcTicks + minute.Ticks - 1) / minute.Ticks * minute.Ticks, TimeSpan.Zero);
        return (end - last, end);
    }

    /// <summary>The width of a chart's point.</summary>
    public static TimeSpan BucketOf(TimeSpan window)
    {
        var least = window.TotalMinutes / MaxPoints;
        return TimeSpan.FromMinutes(BucketMinutes.FirstOrDefault(minutes => minutes >= least, BucketMinutes[^1]));
    }
}
