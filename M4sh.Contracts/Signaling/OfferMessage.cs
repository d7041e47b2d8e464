namespace M4sh.Contracts.Signaling;

/// <summary>Client: an SDP offer.</summary>
public sealed record OfferMessage : TargetedMessage
{
    /// <summary>The session description (RFC 8866).</summary>
    public required string Sdp { get; init; }
}
