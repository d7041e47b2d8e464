using System.Text.Json;
using M4sh.Contracts.Ice;

namespace M4sh.Contracts.Sessions;

/// <summary>A user in a session (PROTOCOL.md §4).</summary>
public sealed record Participant
{
    /// <summary>The user's id: the <c>sub</c> of the platform token, 1 to 128 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>The name to show, 1 to 128 characters.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Host or guest.</summary>
    public required ParticipantRole Role { get; init; }

    /// <summary>The polite peer of W3C perfect negotiation: true for the second to join.</summary>
    public required bool Polite { get; init; }

    /// <summary>The last reported state of the peer connection.</summary>
    public required PeerConnectionState ConnectionState { get; init; }

    /// <summary>The participant muted its audio.</summary>
    public required bool AudioMuted { get; init; }

    /// <summary>The participant muted its video.</summary>
    public required bool VideoMuted { get; init; }

    /// <summary>The kind of NAT the participant found itself behind.</summary>
    public NatType? NatType { get; init; }

    /// <summary>The selected ICE candidate pair as the participant reported it: a JSON object.</summary>
    public JsonElement? CandidatePair { get; init; }

    /// <summary>When it joined, UTC.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>When it left, UTC; null while it holds its place.</summary>
    public DateTimeOffset? LeftAt { get; init; }
}
