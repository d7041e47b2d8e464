using System.Text.Json.Serialization;

namespace M4sh.Contracts.Sessions;

/// <summary>A page of sessions, newest first.</summary>
public sealed record SessionPage
{
    /// <summary>The sessions.</summary>
    public required IReadOnlyList<Session> Items { get; init; }

    /// <summary>What to give as <c>cursor</c> for the next page; absent on the last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NextCursor { get; init; }
}
