using System.Text.Json;
using System.Text.Json.Nodes;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Sessions;
using M4sh.Data.Sessions;

namespace M4sh.Data.Issues;

/// <summary>
/// The issues as events of a timeline. They are made when they are read, and so are never out of step with the issues, which late samples amend.
/// </summary>
public static class IssueTimeline
{
    /// <param name="events">The events as they were stored.</param>
    /// <param name="issues">The issues, and who found each; null: found just now.</param>
    /// <param name="after">The latest time of the events on the pages before; null: there is none before.</param>
    /// <param name="isLast">No event follows: what of the issues is left is told too.</param>
    /// <returns>Both, oldest first; what was stored keeps its order.</returns>
    public static IReadOnlyList<SessionEvent> Merge(
        IEnumerable<SessionEvent> events, IEnumerable<(CallIssue Issue, string? Replica)> issues, DateTimeOffset? after = null, bool isLast = true)
    {
        var rest = new Queue<SessionEvent>(issues.SelectMany(found => EventsOf(found.Issue, found.Replica))
            .Where(@event => after is null || @event.At >= after)
            .OrderBy(@event => @event.At));
        List<SessionEvent> merged = [];
        foreach (var @event in events)
        {
            while (rest.TryPeek(out var next) && next.At < @event.At)
                merged.Add(rest.Dequeue());
            merged.Add(@event);
        }

        if (isLast)
            merged.AddRange(rest);

        return merged;
    }

    private static IEnumerable<SessionEvent> EventsOf(CallIssue issue, string? replica)
    {
        SessionEvent Event(string type, DateTimeOffset at, JsonObject data) =>
            new() { At = at, Type = type, UserId = issue.UserId, Replica = replica, Data = JsonSerializer.SerializeToElement(data) };

        yield return Event(SessionEventTypes.IssueRaised, issue.StartedAt, new()
        {
            ["type"] = SnakeCase.Write(issue.Type),
            ["severity"] = SnakeCase.Write(issue.Severity),
            ["evidence"] = JsonSerializer.SerializeToNode(issue.Evidence, M4shJson.Options),
        });
        if (issue.EndedAt is { } endedAt)
            yield return Event(SessionEventTypes.IssueCleared, endedAt, new() { ["type"] = SnakeCase.Write(issue.Type) });
    }
}
