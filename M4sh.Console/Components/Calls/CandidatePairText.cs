using System.Text.Json;

namespace M4sh.Console.Components.Calls;

/// <summary>The path that ICE selected, in words.</summary>
public static class CandidatePairText
{
    /// <returns>Null without a pair.</returns>
    public static string? Of(JsonElement? candidatePair) => candidatePair is { ValueKind: JsonValueKind.Object } pair
        ? $"{Describe(pair, "local")} → {Describe(pair, "remote")}"
        : null;

    private static string Describe(JsonElement pair, string end) =>
        pair.TryGetProperty(end, out var candidate) && candidate.ValueKind == JsonValueKind.Object
            ? $"{Text(candidate, "candidate_type")} {Text(candidate, "protocol")}"
            : "?";

    // Reported by participants: nothing is sure of it.
    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "?";
}
