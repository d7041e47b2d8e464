using System.Text.Json.Serialization;

namespace M4sh.Contracts.Signaling;

/// <summary>What every message of a client may have.</summary>
public abstract record ClientMessage
{
    /// <summary>The longest <see cref="Id"/>.</summary>
    public const int MaxIdLength = 64;

    /// <summary>The client's own name for the message, at most 64 characters; the ack or error carries it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }
}
