using System.Text.Json.Serialization;
using M4sh.Contracts.Sessions;

namespace M4sh.Contracts.Qos;

/// <summary>The answer to <c>GET /quality/</c>: all calls; admin only.</summary>
public sealed record QualityOverview
{
    /// <summary>The window's begin, UTC, included.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The window's end, UTC, excluded.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The width of the series' buckets, seconds: what was asked for, or the finest that is kept.</summary>
    public int Bucket { get; init; }

    /// <summary>How many samples.</summary>
    public required long Samples { get; init; }

    /// <summary>All calls together.</summary>
    public required QualitySummary Overall { get; init; }

    /// <summary>All calls over time; buckets without samples are left out.</summary>
    public required IReadOnlyList<QualityBucket> Series { get; init; }

    /// <summary>How the calls created in the window went.</summary>
    public CallSummary? Calls { get; init; }

    /// <summary>What <c>group_by</c> asked for: hours in their order, or lessons, most samples first. Null where it was not given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<QualityGroup>? Groups { get; init; }

    /// <summary>What <c>worst</c> asked for: the calls with the greatest share of poor samples, the worst first. Null where it was not given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CallQuality>? Worst { get; init; }

    /// <summary>Sessions created in the window, by the status that they have now; a status without any is left out.</summary>
    public required IReadOnlyDictionary<SessionStatus, long> Sessions { get; init; }
}
