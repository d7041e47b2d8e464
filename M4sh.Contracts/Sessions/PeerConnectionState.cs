using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Sessions;

/// <summary>W3C <c>RTCPeerConnectionState</c>, as the participant last reported it.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PeerConnectionState>))]
public enum PeerConnectionState
{
    /// <summary>Nothing has been negotiated.</summary>
    New,

    /// <summary>ICE or DTLS is at work.</summary>
    Connecting,

    /// <summary>Media can flow.</summary>
    Connected,

    /// <summary>The path is lost and may come back.</summary>
    Disconnected,

    /// <summary>The path is lost; an ICE restart is needed.</summary>
    Failed,

    /// <summary>The connection was closed.</summary>
    Closed,
}
