namespace M4sh.Contracts.Sessions;

/// <summary>The body of <c>POST /sessions/{id}/leave/</c> and <c>POST /sessions/{id}/end/</c>.</summary>
public sealed record EndSessionRequest
{
    /// <summary>Why, in the user's words, at most 256 characters; kept in the session's events.</summary>
    public string? Reason { get; init; }
}
