using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: the answer to <c>join</c>.</summary>
public sealed record JoinedMessage
{
    /// <summary>The session.</summary>
    public required Session Session { get; init; }

    /// <summary>The client in it.</summary>
    public required Participant Self { get; init; }

    /// <summary>The client is the polite peer of W3C perfect negotiation.</summary>
    public required bool Polite { get; init; }

    /// <summary>The others whose signaling is connected.</summary>
    public required IReadOnlyList<Participant> Peers { get; init; }

    /// <summary>What the token allows to send.</summary>
    public required IReadOnlyList<MediaPermission> Permissions { get; init; }

    /// <summary>STUN and TURN servers.</summary>
    public required IReadOnlyList<RtcIceServer> IceServers { get; init; }

    /// <summary>When the TURN credentials end, UTC.</summary>
    public required DateTimeOffset IceServersExpiresAt { get; init; }

    /// <summary>Seconds from an answer until the server takes ICE as failed.</summary>
    public required double IceCandidateTimeout { get; init; }

    /// <summary>Names the present pair of peer connections; <see cref="Seq"/> counts within it.</summary>
    public required string Epoch { get; init; }

    /// <summary>The last <c>seq</c> given out, or with <see cref="Resumed"/> the client's <c>last_seq</c>.</summary>
    public required long Seq { get; init; }

    /// <summary>The client continues where it was; what it missed follows.</summary>
    public required bool Resumed { get; init; }

    /// <summary>What has been negotiated; null when there is nothing, or with <see cref="Resumed"/>.</summary>
    public Negotiation? Negotiation { get; init; }
}
