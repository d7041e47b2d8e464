using System.Text.Json;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;

namespace M4sh.Contracts.Qos.Report;

/// <summary>One of the two in a call.</summary>
public sealed record ReportPeer
{
    /// <summary>Who.</summary>
    public required string UserId { get; init; }

    /// <summary>The name to show.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Host or guest.</summary>
    public required ParticipantRole Role { get; init; }

    /// <summary>When it joined last, UTC.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>When it left, UTC; null: it has not.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>The path of its media: the candidate pair that was selected last, as it reported it.</summary>
    public JsonElement? CandidatePair { get; init; }

    /// <summary>The kind of NAT it found itself behind.</summary>
    public NatType? NatType { get; init; }

    /// <summary>Of its own samples.</summary>
    public required QualityFigures Quality { get; init; }
}
