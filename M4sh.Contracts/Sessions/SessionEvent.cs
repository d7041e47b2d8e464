using System.Text.Json;
using System.Text.Json.Serialization;

namespace M4sh.Contracts.Sessions;

/// <summary>Something that happened in a session.</summary>
public sealed record SessionEvent
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What: <c>created</c>, <c>joined</c>, <c>signaling_connected</c> …; the list is in docs/protocol.md.</summary>
    public required string Type { get; init; }

    /// <summary>Who; null for the server itself.</summary>
    public string? UserId { get; init; }

    /// <summary>On which replica: its <c>service.instance.id</c>.</summary>
    public string? Replica { get; init; }

    /// <summary>More about it: a JSON object, by type.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Data { get; init; }
}
