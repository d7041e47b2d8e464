using M4sh.Console.Feeds;
using M4sh.Console.Problems;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Sessions;

/// <summary>A page of sessions, as it was at one moment.</summary>
public sealed record SessionListSnapshot : IReading
{
    /// <summary>When <see cref="Page"/> was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The last that the API answered; null where it never did.</summary>
    public SessionPage? Page { get; init; }

    /// <summary>Why the page is missing or old.</summary>
    public Problem? Problem { get; init; }
}
