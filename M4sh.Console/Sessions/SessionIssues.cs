using System.Text.Json;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Sessions;

/// <summary>The issues that a timeline tells of (docs/issues.md).</summary>
public static class SessionIssues
{
    public const string Raised = "issue_raised";
    public const string Cleared = "issue_cleared";

    /// <returns>By when they began.</returns>
    public static IReadOnlyList<CallIssue> Of(IReadOnlyList<SessionEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var issues = new List<CallIssue>();
        foreach (var entry in events)
        {
            if (TypeOf(entry) is not { } type)
            {
                continue;
            }

            if (entry.Type == Raised)
            {
                issues.Add(new()
                {
                    Type = type,
                    Severity = Read<IssueSeverity>(entry, "severity") ?? IssueSeverity.Info,
                    UserId = entry.UserId,
                    StartedAt = entry.At,
                    Evidence = entry.Data!.Value.GetProperty("evidence").Deserialize<IssueEvidence>(M4shJson.Options)!,
                });
            }
            else if (issues.FindLastIndex(issue => issue.Type == type && issue.UserId == entry.UserId && issue.EndedAt is null) is >= 0 and var index)
            {
                issues[index] = issues[index] with { EndedAt = entry.At };
            }
        }

        return issues;
    }

    /// <returns>Null: it is not about an issue, or one that this console does not know.</returns>
    public static IssueType? TypeOf(SessionEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Type is Raised or Cleared ? Read<IssueType>(entry, "type") : null;
    }

    private static TEnum? Read<TEnum>(SessionEvent entry, string member)
        where TEnum : struct, Enum =>
        entry.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            && SnakeCase.TryRead<TEnum>(value.GetString()!, out var read)
            ? read
            : null;
}
