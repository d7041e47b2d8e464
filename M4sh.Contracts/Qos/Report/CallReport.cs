using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Sessions;

namespace M4sh.Contracts.Qos.Report;

/// <summary>The answer to <c>GET /sessions/{id}/report/</c>: how the call was, and why.</summary>
public sealed record CallReport
{
    /// <summary>When the report was made, UTC.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The session, with its participants as they are now.</summary>
    public required Session Session { get; init; }

    /// <summary>From the second participant's coming to the end, or to now, seconds; null: nobody else came.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>From two participants to <c>connected</c>, seconds; null: never connected.</summary>
    public double? SetupSeconds { get; init; }

    /// <summary>Both peers together.</summary>
    public required QualityFigures Overall { get; init; }

    /// <summary>Both peers, in the order of joining.</summary>
    public required IReadOnlyList<ReportPeer> Peers { get; init; }

    /// <summary>What was wrong, by when it began.</summary>
    public required IReadOnlyList<CallIssue> Issues { get; init; }

    /// <summary>What happened, oldest first, the issues' begins and ends among it.</summary>
    public required IReadOnlyList<SessionEvent> Timeline { get; init; }
}
