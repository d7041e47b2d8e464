using System.Text.Json.Serialization;
using M4sh.Contracts.Sessions;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: the other peer's signaling is connected.</summary>
public sealed record PeerJoined
{
    /// <summary>Who.</summary>
    public required string UserId { get; init; }

    /// <summary>The participant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Participant? Participant { get; init; }

    /// <summary>The epoch from here on.</summary>
    public required string Epoch { get; init; }

    /// <summary>It is a new page with a new peer connection: start a new one too.</summary>
    public required bool Restarted { get; init; }
}
