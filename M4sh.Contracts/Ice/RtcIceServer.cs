using System.Text.Json.Serialization;

namespace M4sh.Contracts.Ice;

/// <summary>W3C <c>RTCIceServer</c>.</summary>
public sealed record RtcIceServer
{
    /// <summary>STUN or TURN addresses (RFC 7064, RFC 7065).</summary>
    [JsonPropertyName("urls")]
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>TURN only: <c>&lt;unix expiry&gt;:&lt;user id&gt;</c>.</summary>
    [JsonPropertyName("username"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Username { get; init; }

    /// <summary>TURN only: base64 of the HMAC-SHA1 of <see cref="Username"/>. A secret.</summary>
    [JsonPropertyName("credential"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Credential { get; init; }
}
