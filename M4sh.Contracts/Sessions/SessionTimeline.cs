namespace M4sh.Contracts.Sessions;

/// <summary>The answer to <c>GET /sessions/{id}/events/</c>: what happened, oldest first.</summary>
public sealed record SessionTimeline
{
    /// <summary>The events.</summary>
    public required IReadOnlyList<SessionEvent> Items { get; init; }
}
