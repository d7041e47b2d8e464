using System.Text.Json;
using M4sh.Console.Sessions;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Components.Sessions;

/// <summary>What happened, in a line. Whatever this console does not know is shown as the API tells it.</summary>
internal static class EventText
{
    public static string Title(SessionEvent entry) => (entry.Type, SessionIssues.TypeOf(entry)) switch
    {
        (SessionIssues.Raised, { } issue) => $"began: {IssueText.Title(issue).ToLowerInvariant()}",
        (SessionIssues.Cleared, { } issue) => $"over: {IssueText.Title(issue).ToLowerInvariant()}",
        ("ice_failure", _) => "no path yet",
        ("ice_servers_issued", _) => "got ICE servers",
        _ => entry.Type.Replace('_', ' '),
    };

    public static string Of(SessionEvent entry) => entry.Type switch
    {
        SessionIssues.Raised when SessionIssues.TypeOf(entry) is not null => Issue(entry.Data!.Value),
        SessionIssues.Cleared when SessionIssues.TypeOf(entry) is not null => "",
        "ice_failure" when Text(entry.Data, "reason") is { } reason && SnakeCase.TryRead<IceFailureReason>(reason, out var known) => Failure(known, entry.Data),
        "ice_servers_issued" when entry.Data is { } data && data.TryGetProperty("turn", out var turn) && turn.TryGetInt32(out var count) => Servers(count, data),
        _ => Members(entry.Data),
    };

    private static string Issue(JsonElement data) =>
        $"{Text(data, "severity")}: {IssueText.Evidence(data.GetProperty("evidence").Deserialize<IssueEvidence>(M4shJson.Options)!)}";

    private static string Failure(IceFailureReason reason, JsonElement? data)
    {
        var code = data!.Value.TryGetProperty("code", out var value) ? $" (error {value})" : "";
        var server = Text(data, "server") is { } address ? $", {address}" : "";
        return $"{IceFailureText.Of(reason)}{code}{server}";
    }

    private static string Servers(int turn, JsonElement data)
    {
        var relays = turn switch { 0 => "no TURN server: without a direct path there will be none", 1 => "one TURN server", _ => $"{turn} TURN servers" };
        return Text(data, "via") is { } via ? $"{relays} (with {Via(via)})" : relays;
    }

    private static string Via(string via) => via switch
    {
        "join" => "the join",
        "renewal" => "a renewal before the old ones end",
        "signaling" => "the signaling",
        _ => "a request",
    };

    private static string Members(JsonElement? data) => data is { ValueKind: JsonValueKind.Object } members
        ? string.Join(", ", members.EnumerateObject().Select(member => $"{member.Name.Replace('_', ' ')}: {Value(member.Value)}"))
        : "";

    private static string? Text(JsonElement? data, string member) =>
        data is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string Value(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()!.Replace('_', ' ') : value.ToString();
}
