namespace M4sh.Contracts.Signaling;

/// <summary>Server: the connection's session token ends soon; here is its successor. The token is a secret.</summary>
public sealed record TokenExpiringMessage
{
    /// <summary>The successor, with the same permissions.</summary>
    public required string Token { get; init; }

    /// <summary>When the successor ends, UTC.</summary>
    public required DateTimeOffset TokenExpiresAt { get; init; }
}
