using System.Text.Json.Serialization;

namespace M4sh.Contracts.Sessions;

/// <summary>The answer to <c>GET /sessions/{id}/events/</c>: what happened, oldest first.</summary>
public sealed record SessionTimeline
{
    /// <summary>The events.</summary>
    public required IReadOnlyList<SessionEvent> Items { get; init; }

    /// <summary>What to give as <c>cursor</c> for what happened next; absent on the last page.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NextCursor { get; init; }
}
