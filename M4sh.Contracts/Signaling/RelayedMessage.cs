using System.Text.Json.Serialization;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: something the other peer sent.</summary>
public abstract record RelayedMessage
{
    /// <summary>Who sent it.</summary>
    public required string FromUserId { get; init; }

    /// <summary>Its place in the order of both peers' messages within the epoch. Written last: it is the last to be known.</summary>
    [JsonPropertyOrder(int.MaxValue)]
    public required long Seq { get; init; }
}
