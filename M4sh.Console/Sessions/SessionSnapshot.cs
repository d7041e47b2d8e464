using M4sh.Console.Feeds;
using M4sh.Console.Problems;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Sessions;

/// <summary>All about a session, as it was at one moment. What the API did not say this time is what it last said.</summary>
public sealed record SessionSnapshot : IReading
{
    // PROTOCOL.md §7: samples are taken until then.
    private static readonly TimeSpan LastSamples = TimeSpan.FromMinutes(5);

    /// <summary>When <see cref="Session"/> was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Null where the API never said.</summary>
    public Session? Session { get; init; }

    /// <summary>Null where the API never said.</summary>
    public IReadOnlyList<SessionEvent>? Events { get; init; }

    /// <summary>Null where the API never said.</summary>
    public QualityReport? Quality { get; init; }

    /// <summary>The width of a point of the quality's series.</summary>
    public TimeSpan Bucket { get; init; }

    /// <summary>Why something is missing or old.</summary>
    public Problem? Problem { get; init; }

    public bool IsUnknown => Session is null && Problem?.Code == ErrorCodes.NotFound;

    /// <summary>Nothing will change any more.</summary>
    public bool IsSettled => IsUnknown || (Problem is null && Session?.EndedAt is { } ended && At - ended > LastSamples);
}
