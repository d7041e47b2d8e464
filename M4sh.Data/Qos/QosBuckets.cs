namespace M4sh.Data.Qos;

/// <summary>The buckets that are kept. Both begin with the Unix epoch, so that an hour is sixty whole minutes.</summary>
public static class QosBuckets
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The start of the bucket that holds the time.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time, TimeSpan bucket)
    {
        var into = (time - DateTimeOffset.UnixEpoch).Ticks % bucket.Ticks;
        return time.ToUniversalTime() - TimeSpan.FromTicks(into < 0 ? into + bucket.Ticks : into);
    }

    /// <summary>The start of the first bucket that begins at the time or after it.</summary>
    public static DateTimeOffset Ceiling(DateTimeOffset time, TimeSpan bucket)
    {
        var floor = Floor(time, bucket);
        return floor == time ? floor : floor + bucket;
    }

    /// <summary>The next longer time of whole buckets.</summary>
    public static TimeSpan Ceiling(TimeSpan time, TimeSpan bucket) => TimeSpan.FromTicks((time.Ticks + bucket.Ticks - 1) / bucket.Ticks * bucket.Ticks);
}
