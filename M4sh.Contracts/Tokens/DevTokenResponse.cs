namespace M4sh.Contracts.Tokens;

/// <summary>The answer to <c>POST /dev/token</c>.</summary>
public sealed record DevTokenResponse
{
    /// <summary>A platform token for <c>Authorization: Bearer</c>.</summary>
    public required string Token { get; init; }

    /// <summary>When it ends, UTC.</summary>
    public required DateTimeOffset TokenExpiresAt { get; init; }
}
