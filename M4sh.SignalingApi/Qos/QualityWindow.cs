using System.Globalization;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Qos.Statistics;

namespace M4sh.SignalingApi.Qos;

/// <summary>The time and the buckets that an answer about quality covers. Null: what the answer takes by default.</summary>
internal sealed record QualityWindow(DateTimeOffset? From, DateTimeOffset? To, TimeSpan Bucket)
{
    private static readonly TimeSpan DefaultBucket = TimeSpan.FromSeconds(60);
    private const int MaxBucketSeconds = 86_400;
    private const int MaxBuckets = 50_000;

    public static QualityWindow Parse(string? from, string? to, string? bucket)
    {
        var errors = new RequestErrors();
        var begin = Time(errors, from, "from");
        var end = Time(errors, to, "to");
        var seconds = (int)DefaultBucket.TotalSeconds;
        errors.Check(bucket is null
            || (int.TryParse(bucket, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds is >= 1 and <= MaxBucketSeconds),
            "bucket", $"must be a number of seconds from 1 to {MaxBucketSeconds}");
        errors.ThrowIfAny();
        return new(begin, end, TimeSpan.FromSeconds(seconds));
    }

    /// <summary>What <c>group_by</c> asks for.</summary>
    public static QualityGrouping? ParseGrouping(string? text)
    {
        if (text is null)
            return null;

        return SnakeCase.TryRead<QualityGrouping>(text, out var grouping) ? grouping : throw RequestErrors.Of("group_by", "must be hour or lesson");
    }

    /// <summary>How many calls <c>worst</c> asks for; null: it does not.</summary>
    public static int? ParseWorst(string? text)
    {
        if (text is null)
            return null;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= WorstCalls.MaxCount
            ? count
            : throw RequestErrors.Of("worst", $"must be a number from 1 to {WorstCalls.MaxCount}");
    }

    /// <summary>Holds the window, with its defaults filled in, to what can be answered.</summary>
    public void Check(DateTimeOffset from, DateTimeOffset to)
    {
        var errors = new RequestErrors();
        errors.Check(from < to, To is null ? "from" : "to", "leaves no time between from and to");
        errors.Check((to - from) / Bucket <= MaxBuckets, "bucket", $"makes more than {MaxBuckets} buckets");
        errors.ThrowIfAny();
    }

    private static DateTimeOffset? Time(RequestErrors errors, string? text, string member)
    {
        if (text is null)
            return null;

        errors.Check(Rfc3339.TryRead(text, out var value), member, "must be an RFC 3339 time");
        return value;
    }
}
