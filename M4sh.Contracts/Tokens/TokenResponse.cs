namespace M4sh.Contracts.Tokens;

/// <summary>A session token.</summary>
public sealed record TokenResponse
{
    /// <summary>The token (JWT, PROTOCOL.md §6). A secret.</summary>
    public required string Token { get; init; }

    /// <summary>When it ends, UTC.</summary>
    public required DateTimeOffset TokenExpiresAt { get; init; }

    /// <summary>What it allows to send.</summary>
    public required IReadOnlyList<MediaPermission> Permissions { get; init; }
}
