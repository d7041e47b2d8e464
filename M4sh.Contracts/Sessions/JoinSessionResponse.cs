using M4sh.Contracts.Ice;
using M4sh.Contracts.Tokens;

namespace M4sh.Contracts.Sessions;

/// <summary>The answer to <c>POST /sessions/{id}/join/</c>: all that a client needs to open its signaling connection and its peer connection.</summary>
public sealed record JoinSessionResponse
{
    /// <summary>The session after the join.</summary>
    public required Session Session { get; init; }

    /// <summary>The caller in it.</summary>
    public required Participant Participant { get; init; }

    /// <summary>The session token for signaling. A secret.</summary>
    public required string Token { get; init; }

    /// <summary>When <see cref="Token"/> ends, UTC.</summary>
    public required DateTimeOffset TokenExpiresAt { get; init; }

    /// <summary>What the token allows to send.</summary>
    public required IReadOnlyList<MediaPermission> Permissions { get; init; }

    /// <summary>STUN and TURN servers for the <c>RTCPeerConnection</c>.</summary>
    public required IReadOnlyList<RtcIceServer> IceServers { get; init; }

    /// <summary>When the TURN credentials end, UTC.</summary>
    public required DateTimeOffset IceServersExpiresAt { get; init; }

    /// <summary>Seconds from an answer until the server takes ICE as failed.</summary>
    public required double IceCandidateTimeout { get; init; }

    /// <summary>The caller is the polite peer of W3C perfect negotiation.</summary>
    public required bool Polite { get; init; }

    /// <summary>The address of the raw WebSocket, without the token.</summary>
    public required string WebsocketUrl { get; init; }

    /// <summary>The address of the SignalR hub, without the token.</summary>
    public required string HubUrl { get; init; }
}
