namespace M4sh.Contracts.Ice;

/// <summary>The answer to <c>GET /sessions/{id}/ice-servers/</c>.</summary>
public sealed record IceServersResponse
{
    /// <summary>The servers, in the order to try.</summary>
    public required IReadOnlyList<RtcIceServer> IceServers { get; init; }

    /// <summary>Seconds that the TURN credentials live.</summary>
    public required int Ttl { get; init; }

    /// <summary>When the TURN credentials end, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Seconds from an answer until the server takes ICE as failed.</summary>
    public required double IceCandidateTimeout { get; init; }

    /// <summary>What to give the <c>RTCPeerConnection</c>.</summary>
    public required IceTransportPolicy IceTransportPolicy { get; init; }
}
