using System.Text.Json.Serialization;

namespace M4sh.Contracts.Signaling;

/// <summary>Client: hangs up.</summary>
public sealed record LeaveMessage : ClientMessage
{
    /// <summary>Why, at most 256 characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
