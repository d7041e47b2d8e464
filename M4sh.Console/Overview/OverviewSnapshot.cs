using M4sh.Console.Feeds;
using M4sh.Console.Problems;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Overview;

/// <summary>What the overview shows, as it was at one moment.</summary>
public sealed record OverviewSnapshot : IReading
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Those that have not ended, newest first; null where the API did not say.</summary>
    public IReadOnlyList<Session>? Sessions { get; init; }

    /// <summary>The last 24 h over all calls; null where the API did not say.</summary>
    public QualityOverview? Quality { get; init; }

    public DateTimeOffset QualityAt { get; init; }

    public required IReadOnlyList<ServiceHealth> Services { get; init; }

    /// <summary>Why something is missing.</summary>
    public Problem? Problem { get; init; }
}
