namespace M4sh.Contracts.Tokens;

/// <summary>The body of <c>POST /sessions/{id}/token/</c>.</summary>
public sealed record IssueTokenRequest
{
    /// <summary>A part of what the caller may send; more than that is <c>permission_denied</c>. Without it, all of that.</summary>
    public IReadOnlyList<MediaPermission>? Permissions { get; init; }

    /// <summary>Seconds the token lives, 60 to 86400. Default 3600.</summary>
    public int? Ttl { get; init; }
}
