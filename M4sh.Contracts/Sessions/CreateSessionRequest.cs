using System.Text.Json;

namespace M4sh.Contracts.Sessions;

/// <summary>The body of <c>POST /sessions/</c>. Every member is optional.</summary>
public sealed record CreateSessionRequest
{
    /// <summary>The lesson, 1 to 128 characters. If it has a session that has not ended, that one is the answer.</summary>
    public string? LessonId { get; init; }

    /// <summary>Anything the creator wants to find again: a JSON object of at most 8 KiB.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The only other users who may join, at most 8; without it, anyone who knows the id.</summary>
    public IReadOnlyList<string>? Invitees { get; init; }

    /// <summary>What the host and the guest may send; without it, everything.</summary>
    public SessionPermissions? Permissions { get; init; }
}
