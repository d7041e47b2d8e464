namespace M4sh.Contracts.Signaling;

/// <summary>Server: just before it closes the connection.</summary>
public sealed record DisconnectMessage
{
    /// <summary>What the client should do.</summary>
    public required DisconnectAction Action { get; init; }

    /// <summary>Why, <see cref="DisconnectReasons"/>.</summary>
    public required string Reason { get; init; }
}
