using System.Text.Json.Serialization;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: the other peer's answer.</summary>
public sealed record AnswerRelay : RelayedMessage
{
    /// <summary>The session description.</summary>
    public required string Sdp { get; init; }

    /// <summary>The <c>seq</c> of the offer that it answers, as the peer gave it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? OfferSeq { get; init; }

    /// <summary>Whom its sender named, where it did: the one who gets it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TargetUserId { get; init; }
}
