using System.Text.Json;

namespace M4sh.Contracts.Sessions;

/// <summary>A 1-on-1 call and its life (PROTOCOL.md §4).</summary>
public sealed record Session
{
    /// <summary>The most participants a session has room for.</summary>
    public const int Places = 2;

    /// <summary>UUID version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The lesson that the session belongs to, 1 to 128 characters; at most one open session has it.</summary>
    public string? LessonId { get; init; }

    /// <summary>Where the session is in its life.</summary>
    public required SessionStatus Status { get; init; }

    /// <summary>The id of the user who created it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a peer first reported <c>connected</c>, UTC.</summary>
    public DateTimeOffset? ConnectedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended.</summary>
    public EndReason? EndReason { get; init; }

    /// <summary>Always <see cref="Places"/>.</summary>
    public int MaxParticipants { get; init; } = Places;

    /// <summary>Everyone who joined, in the order of joining, those who left included.</summary>
    public required IReadOnlyList<Participant> Participants { get; init; }

    /// <summary>What the creator gave: a JSON object of at most 8 KiB.</summary>
    public required JsonElement Metadata { get; init; }
}
