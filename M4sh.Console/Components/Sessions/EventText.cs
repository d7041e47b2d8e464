using System.Text.Json;

namespace M4sh.Console.Components.Sessions;

/// <summary>What an event's data says, in a line.</summary>
internal static class EventText
{
    public static string Of(JsonElement? data) => data is { ValueKind: JsonValueKind.Object } members
        ? string.Join(", ", members.EnumerateObject().Select(member => $"{member.Name.Replace('_', ' ')}: {Value(member.Value)}"))
        : "";

    private static string Value(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()!.Replace('_', ' ') : value.ToString();
}
