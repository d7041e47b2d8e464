using System.Text.Json;
using System.Text.Json.Nodes;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Sessions;
using M4sh.Data.Issues;

namespace M4sh.QosWorker.Tests.Issues;

/// <summary>A call in <c>Recordings/</c> with what is wrong with it.</summary>
internal sealed record Recording(string About, CallRecord Call, IReadOnlyList<JsonObject> Issues)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Issues", "Recordings");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static Recording Read(string name)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")))!.AsObject();
        var call = new CallRecord(
            [.. Items(json, "participants").Select(item => new CallParticipant((string)item["user_id"]!, (bool?)item["sends_audio"] ?? true))],
            [.. Items(json, "events").Select(item => new SessionEvent
            {
                At = (DateTimeOffset)item["at"]!,
                Type = (string)item["type"]!,
                UserId = (string?)item["user_id"],
                Data = item["data"]?.Deserialize<JsonElement>(),
            })],
            [.. Items(json, "samples").Select(item =>
                new CallSample((string)item["user_id"]!, (DateTimeOffset)item["at"]!, item["sample"].Deserialize<QosSample>(M4shJson.Options)!))]);
        return new((string)json["about"]!, call, [.. Items(json, "issues")]);
    }

    /// <summary>An issue with those members of its evidence that a recording names.</summary>
    public static string Describe(CallIssue issue, JsonObject? named)
    {
        var text = new JsonObject { ["type"] = SnakeCase.Write(issue.Type), ["severity"] = SnakeCase.Write(issue.Severity) };
        if (issue.UserId is not null)
            text["user_id"] = issue.UserId;

        text["started_at"] = Time(issue.StartedAt);
        if (issue.EndedAt is { } endedAt)
            text["ended_at"] = Time(endedAt);

        var evidence = JsonSerializer.SerializeToNode(issue.Evidence, M4shJson.Options)!.AsObject();
        foreach (var name in (named ?? []).Select(member => member.Key).Where(evidence.ContainsKey))
            text[name] = evidence[name]!.DeepClone();

        return text.ToJsonString();
    }

    private static IEnumerable<JsonObject> Items(JsonObject json, string name) => json[name]!.AsArray().Select(item => item!.AsObject());

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
