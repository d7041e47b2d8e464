using System.Text.Json.Serialization;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: the message is taken.</summary>
public sealed record Ack
{
    /// <summary>The message's <c>id</c>; absent where it had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>The message's place in the order, for those that are relayed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seq { get; init; }
}
