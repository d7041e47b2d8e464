namespace M4sh.Contracts.Sessions;

/// <summary>The body of <c>POST /sessions/{id}/join/</c>.</summary>
public sealed record JoinSessionRequest
{
    /// <summary>The name to show, 1 to 128 characters; without it, the platform token's <c>name</c>.</summary>
    public string? DisplayName { get; init; }
}
