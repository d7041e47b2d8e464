using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>How the calls that were created in a window went: from sessions, and from hours where they are deleted.</summary>
internal sealed class CallStatistics
{
    private readonly CallOutcomes _outcomes = new();
    private readonly Dictionary<EndReason, long> _reasons = [];
    private readonly Dictionary<SessionStatus, long> _statuses = [];

    /// <summary>All of them, and by hour or lesson; and by the status that those which are not deleted have now.</summary>
    public static async Task<(CallSummary All, IReadOnlyDictionary<string, CallSummary> Groups, IReadOnlyDictionary<SessionStatus, long> Statuses)> ReadAsync(
        M4shDbContext db, DateTimeOffset from, DateTimeOffset to, QualityGrouping? grouping, CancellationToken cancellationToken)
    {
        var (all, groups) = (new CallStatistics(), new Dictionary<string, CallStatistics>(StringComparer.Ordinal));
        void Count(string? key, Action<CallStatistics> count)
        {
            count(all);
            if (key is null)
                return;

            if (!groups.TryGetValue(key, out var group))
                groups[key] = group = new();

            count(group);
        }

        foreach (var row in await db.Database.SqlQueryRaw<CallRow>(SqlOf(grouping), from, to).ToListAsync(cancellationToken))
            Count(row.Hour is { } at ? QualityGroups.KeyOf(grouping, at, null) : row.LessonId, calls => calls.Add(row));

        // An hour of which only some sessions are deleted is in both: each session in one of them.
        var (first, last) = (QosBuckets.Floor(from, QosBuckets.Hour), to);
        foreach (var hour in await db.CallHours.AsNoTracking().Where(hour => hour.BucketStart >= first && hour.BucketStart < last).ToListAsync(cancellationToken))
            Count(QualityGroups.KeyOf(grouping, hour.BucketStart, null), calls => calls.Add(hour));

        return (all.ToSummary(), groups.ToDictionary(group => group.Key, group => group.Value.ToSummary()), all._statuses);
    }

    public static CallSummary None { get; } = new CallStatistics().ToSummary();

    // Added up by Postgres: the sessions of a day would be many rows. What was attempted is as CallOutcomes says.
    private static string SqlOf(QualityGrouping? grouping) =>
        $$"""
        SELECT {{(grouping == QualityGrouping.Hour ? "date_trunc('hour', created_at, 'UTC')" : "NULL::timestamptz")}} AS hour,
            {{(grouping == QualityGrouping.Lesson ? "lesson_id" : "NULL")}} AS lesson_id, status, end_reason, count(*) AS sessions,
            count(*) FILTER (WHERE started_at IS NOT NULL AND (connected_at IS NOT NULL OR ended_at IS NOT NULL)) AS attempted,
            coalesce(
                array_agg(date_part('epoch', connected_at - started_at)) FILTER (WHERE started_at IS NOT NULL AND connected_at IS NOT NULL),
                ARRAY[]::float8[]) AS setup_seconds
        FROM sessions WHERE created_at >= {0} AND created_at < {1}
        GROUP BY 1, 2, 3, 4
        """;

    private void Add(CallRow row)
    {
        _outcomes.Add(row.Sessions, row.Attempted, row.SetupSeconds);
        var status = SnakeCase.Read<SessionStatus>(row.Status);
        _statuses[status] = _statuses.GetValueOrDefault(status) + row.Sessions;
        if (row.EndReason is { } name && SnakeCase.Read<EndReason>(name) is var reason)
            _reasons[reason] = _reasons.GetValueOrDefault(reason) + row.Sessions;
    }

    private void Add(CallHourEntity hour)
    {
        _outcomes.Merge(hour);
        _reasons[hour.EndReason] = _reasons.GetValueOrDefault(hour.EndReason) + hour.Sessions;
    }

    private CallSummary ToSummary() => new()
    {
        Sessions = _outcomes.Sessions,
        Attempted = _outcomes.Attempted,
        Connected = _outcomes.Connected,
        SuccessPct = _outcomes.Attempted == 0 ? null : 100.0 * _outcomes.Connected / _outcomes.Attempted,
        SetupSeconds = QosSummaries.Metric(_outcomes.SetupSeconds),
        EndReasons = _reasons,
    };
}
