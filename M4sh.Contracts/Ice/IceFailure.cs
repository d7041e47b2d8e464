using System.Text.Json.Serialization;

namespace M4sh.Contracts.Ice;

/// <summary>Why a client finds no path, as it saw it.</summary>
public sealed record IceFailure
{
    /// <summary>The longest <see cref="Server"/>.</summary>
    public const int MaxServerLength = 256;

    /// <summary>Why.</summary>
    public required IceFailureReason Reason { get; init; }

    /// <summary>The STUN error code, as of W3C <c>RTCPeerConnectionIceErrorEvent.errorCode</c>: 401, 701 …</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Code { get; init; }

    /// <summary>The server's address: a <c>stun:</c> or <c>turn:</c> URL of at most 256 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Server { get; init; }
}
