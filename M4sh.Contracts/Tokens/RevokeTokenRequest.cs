namespace M4sh.Contracts.Tokens;

/// <summary>The body of <c>POST /sessions/{id}/token/revoke/</c>: one of the two.</summary>
public sealed record RevokeTokenRequest
{
    /// <summary>The token to revoke: one's own, or as the session's creator or an admin anybody's.</summary>
    public string? Token { get; init; }

    /// <summary>The user whose tokens are all revoked, and who is barred from the session; for its creator and admins.</summary>
    public string? UserId { get; init; }
}
