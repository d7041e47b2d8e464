using System.Text.Json.Serialization;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: the other peer's offer.</summary>
public sealed record OfferRelay : RelayedMessage
{
    /// <summary>The session description.</summary>
    public required string Sdp { get; init; }

    /// <summary>Whom its sender named, where it did: the one who gets it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TargetUserId { get; init; }
}
