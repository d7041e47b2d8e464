using M4sh.Console.Feeds;
using M4sh.Console.Problems;
using M4sh.Contracts.Qos;

namespace M4sh.Console.Analytics;

/// <summary>How the calls of a window were, as it was known at one moment.</summary>
public sealed record AnalyticsSnapshot : IReading
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The window that was asked for.</summary>
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>Null where the API did not say.</summary>
    public QualityOverview? Quality { get; init; }

    /// <summary>Null where the API did not say.</summary>
    public CallShares? Shares { get; init; }

    /// <summary>Why something is missing or old.</summary>
    public Problem? Problem { get; init; }
}
