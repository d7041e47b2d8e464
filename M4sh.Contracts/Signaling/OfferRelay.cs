namespace M4sh.Contracts.Signaling;

/// <summary>Server: the other peer's offer.</summary>
public sealed record OfferRelay : RelayedMessage
{
    /// <summary>The session description.</summary>
    public required string Sdp { get; init; }
}
