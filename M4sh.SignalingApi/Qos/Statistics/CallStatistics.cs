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

    /// <summary>All of them, and by hour or lesson.</summary>
    public static async Task<(CallSummary All, IReadOnlyDictionary<string, CallSummary> Groups)> ReadAsync(
        M4shDbContext db, DateTimeOffset from, DateTimeOffset to, QualityGrouping? grouping, CancellationToken cancellationToken)
    {
        var (all, groups) = (new CallStatistics(), new Dictionary<string, CallStatistics>(StringComparer.Ordinal));
        void Count(DateTimeOffset createdAt, string? lessonId, Action<CallStatistics> count)
        {
            count(all);
            if (QualityGroups.KeyOf(grouping, createdAt, lessonId) is not { } key)
                return;

            if (!groups.TryGetValue(key, out var group))
                groups[key] = group = new();

            count(group);
        }

        var sessions = db.Sessions.AsNoTracking()
            .Where(session => session.CreatedAt >= from && session.CreatedAt < to)
            .Select(session => new { session.CreatedAt, session.LessonId, session.StartedAt, session.ConnectedAt, session.EndedAt, session.EndReason })
            .AsAsyncEnumerable();
        await foreach (var session in sessions.WithCancellation(cancellationToken))
            Count(session.CreatedAt, session.LessonId, calls => calls.Add(session.StartedAt, session.ConnectedAt, session.EndedAt is not null, session.EndReason));

        // An hour of which only some sessions are deleted is in both: each session in one of them.
        var (first, last) = (QosBuckets.Floor(from, QosBuckets.Hour), to);
        foreach (var hour in await db.CallHours.AsNoTracking().Where(hour => hour.BucketStart >= first && hour.BucketStart < last).ToListAsync(cancellationToken))
            Count(hour.BucketStart, null, calls => calls.Add(hour));

        return (all.ToSummary(), groups.ToDictionary(group => group.Key, group => group.Value.ToSummary()));
    }

    public static CallSummary None { get; } = new CallStatistics().ToSummary();

    private void Add(DateTimeOffset? startedAt, DateTimeOffset? connectedAt, bool isOver, EndReason? reason)
    {
        _outcomes.Add(startedAt, connectedAt, isOver);
        if (reason is { } given)
            _reasons[given] = _reasons.GetValueOrDefault(given) + 1;
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
