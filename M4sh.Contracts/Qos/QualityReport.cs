namespace M4sh.Contracts.Qos;

/// <summary>The answer to <c>GET /sessions/{id}/quality/</c>.</summary>
public sealed record QualityReport
{
    /// <summary>The window's begin, UTC, included.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The window's end, UTC, excluded.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The width of the series' buckets, seconds: what was asked for, or the finest that is kept.</summary>
    public int Bucket { get; init; }

    /// <summary>How many samples.</summary>
    public required long Samples { get; init; }

    /// <summary>Both participants together.</summary>
    public required QualitySummary Overall { get; init; }

    /// <summary>Each participant's own samples, by user id.</summary>
    public required IReadOnlyDictionary<string, QualitySummary> Participants { get; init; }

    /// <summary>Both together over time; buckets without samples are left out.</summary>
    public required IReadOnlyList<QualityBucket> Series { get; init; }
}
