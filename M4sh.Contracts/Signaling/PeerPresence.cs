namespace M4sh.Contracts.Signaling;

/// <summary>Server: <c>peer-disconnected</c> and <c>peer-reconnected</c>: the other peer's signaling is gone for now, or back.</summary>
public sealed record PeerPresence
{
    /// <summary>Who.</summary>
    public required string UserId { get; init; }
}
