using System.Text.Json.Serialization;

namespace M4sh.Contracts.Signaling;

/// <summary>Client: an SDP answer to the open offer.</summary>
public sealed record AnswerMessage : TargetedMessage
{
    /// <summary>The session description (RFC 8866).</summary>
    public required string Sdp { get; init; }

    /// <summary>The <c>seq</c> of the offer that it answers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? OfferSeq { get; init; }
}
