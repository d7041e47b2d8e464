using System.Text.Json;
using System.Text.Json.Serialization;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;

namespace M4sh.Contracts.Signaling;

/// <summary>Client: how its peer connection is.</summary>
public sealed record ConnectionStateMessage : ClientMessage
{
    /// <summary>W3C <c>RTCPeerConnection.connectionState</c>.</summary>
    public required PeerConnectionState State { get; init; }

    /// <summary>The selected candidate pair: a JSON object of at most 4 KiB.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? CandidatePair { get; init; }

    /// <summary>The NAT the client found itself behind.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NatType? NatType { get; init; }

    /// <summary>Why no path is found, where the client knows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IceFailure? IceFailure { get; init; }
}
