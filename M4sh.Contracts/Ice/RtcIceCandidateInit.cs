using System.Text.Json.Serialization;

namespace M4sh.Contracts.Ice;

/// <summary>W3C <c>RTCIceCandidateInit</c>, under its own member names.</summary>
public sealed record RtcIceCandidateInit
{
    /// <summary>The candidate-attribute (RFC 8839 §5.1); empty for the end of a generation.</summary>
    [JsonPropertyName("candidate")]
    public required string Candidate { get; init; }

    /// <summary>The media section's <c>mid</c>.</summary>
    [JsonPropertyName("sdpMid"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SdpMid { get; init; }

    /// <summary>The media section's place, from 0.</summary>
    [JsonPropertyName("sdpMLineIndex"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SdpMLineIndex { get; init; }

    /// <summary>The ICE generation's username fragment.</summary>
    [JsonPropertyName("usernameFragment"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UsernameFragment { get; init; }
}
