namespace M4sh.Contracts.Signaling;

/// <summary>Server: just before it closes the connection.</summary>
public sealed record DisconnectMessage
{
    /// <summary>What the client should do.</summary>
    public required DisconnectAction Action { get; init; }

    /// <summary>Why: <c>replaced</c>, <c>left</c>, <c>session_ended</c>, <c>token_revoked</c> …</summary>
    public required string Reason { get; init; }
}
