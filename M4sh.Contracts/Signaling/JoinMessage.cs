using System.Text.Json.Serialization;

namespace M4sh.Contracts.Signaling;

/// <summary>Client: takes part in the signaling. With both members it asks to resume where a lost connection stopped.</summary>
public sealed record JoinMessage : ClientMessage
{
    /// <summary>The epoch of the lost connection.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Epoch { get; init; }

    /// <summary>The last <c>seq</c> that the client has seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? LastSeq { get; init; }
}
