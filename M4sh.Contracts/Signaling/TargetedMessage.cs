using System.Text.Json.Serialization;

namespace M4sh.Contracts.Signaling;

/// <summary>A message for the other peer.</summary>
public abstract record TargetedMessage : ClientMessage
{
    /// <summary>Whom it is for: the other peer, who is meant without it too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TargetUserId { get; init; }
}
