namespace M4sh.Contracts.Tokens;

/// <summary>The body of <c>POST /sessions/{id}/token/refresh/</c>.</summary>
public sealed record RefreshTokenRequest
{
    /// <summary>One of the caller's own tokens for the session. It opens no new connection from then on; a live one stays.</summary>
    public required string Token { get; init; }
}
