namespace M4sh.Contracts.Signaling;

/// <summary>Server: the other peer hung up.</summary>
public sealed record PeerLeft
{
    /// <summary>Who.</summary>
    public required string UserId { get; init; }

    /// <summary>Why, in the peer's words; null without.</summary>
    public string? Reason { get; init; }
}
