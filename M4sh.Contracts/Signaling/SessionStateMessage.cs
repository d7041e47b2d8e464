using System.Text.Json.Serialization;
using M4sh.Contracts.Sessions;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: the session's status changed.</summary>
public sealed record SessionStateMessage
{
    /// <summary>The status.</summary>
    public required SessionStatus Status { get; init; }

    /// <summary>With <c>ended</c>: why.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EndReason? EndReason { get; init; }
}
