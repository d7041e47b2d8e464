using M4sh.Data.Qos;

namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>
/// Where the parts of a window come from, and that none comes from two: what is before its first and after its last whole minute from the samples, the
/// minutes in between from rollups, of hours where they will do, and of these minutes what is not in the rollups yet from the samples again.
/// </summary>
internal sealed record QosPlan
{
    private QosPlan(DateTimeOffset from, DateTimeOffset to, TimeSpan bucket)
    {
        (From, To, Bucket) = (from, to, bucket);
        var (first, last) = (QosBuckets.Ceiling(from, QosBuckets.Minute), QosBuckets.Floor(to, QosBuckets.Minute));
        Rolled = first < last ? new(first, last) : new(to, to);
        Edges = first < last ? [new(from, first), new(last, to)] : [new(from, to)];
        var (firstHour, lastHour) = (QosBuckets.Ceiling(Rolled.From, QosBuckets.Hour), QosBuckets.Floor(Rolled.To, QosBuckets.Hour));
        var hasHours = bucket.Ticks % QosBuckets.Hour.Ticks == 0 && firstHour < lastHour;
        Hours = hasHours ? new(firstHour, lastHour) : new(to, to);
        Minutes = hasHours ? [new(Rolled.From, firstHour), new(lastHour, Rolled.To)] : [Rolled];
    }

    /// <summary>The window, as far as what is kept can tell it.</summary>
    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    /// <summary>Of the series: whole minutes, or whole hours.</summary>
    public TimeSpan Bucket { get; }

    /// <summary>The whole minutes of the window.</summary>
    public TimeRange Rolled { get; }

    public TimeRange Hours { get; }

    public IReadOnlyList<TimeRange> Minutes { get; }

    /// <summary>The rest of it.</summary>
    public IReadOnlyList<TimeRange> Edges { get; }

    public static QosPlan Of(DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, IReadOnlyDictionary<QosTier, DateTimeOffset> tiers)
    {
        var (raw, minutes) = (tiers.GetValueOrDefault(QosTier.Raw), tiers.GetValueOrDefault(QosTier.Minutes));

        // A part of a minute needs its samples, a part of an hour its minutes.
        from = WidenDown(WidenDown(from, QosBuckets.Minute, raw), QosBuckets.Hour, minutes);
        to = WidenUp(WidenUp(to, QosBuckets.Minute, raw), QosBuckets.Hour, minutes);
        return new(from, to, QosBuckets.Ceiling(bucket, from < minutes ? QosBuckets.Hour : QosBuckets.Minute));
    }

    private static DateTimeOffset WidenDown(DateTimeOffset time, TimeSpan bucket, DateTimeOffset keptFrom) =>
        time < keptFrom ? QosBuckets.Floor(time, bucket) : time;

    private static DateTimeOffset WidenUp(DateTimeOffset time, TimeSpan bucket, DateTimeOffset keptFrom) =>
        QosBuckets.Floor(time, bucket) < keptFrom ? QosBuckets.Ceiling(time, bucket) : time;
}
