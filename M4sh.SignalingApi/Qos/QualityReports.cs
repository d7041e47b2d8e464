using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Data;
using M4sh.SignalingApi.Sessions;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Qos;

/// <summary>How good calls were.</summary>
internal sealed class QualityReports(M4shDbContext db, TimeProvider time)
{
    private static readonly TimeSpan OverviewWindow = TimeSpan.FromHours(24);

    // The end of a window is excluded: what is stored at it must still be inside. Postgres keeps microseconds.
    private static readonly TimeSpan JustAfter = TimeSpan.FromMicroseconds(1);

    /// <summary>Of one session; by default over its whole life, and all of its samples.</summary>
    public async Task<QualityReport> OfSessionAsync(Session session, QualityWindow window, CancellationToken cancellationToken)
    {
        var (from, to) = Life(session, window);
        window.Check(from, to);

        // Clocks of clients are off, and last samples come late: by default look at least as far as ingest lets them be.
        var rows = await QosStatistics.QueryAsync(
            db, session.Id,
            window.From ?? (from - QosIngest.MaxClockError),
            window.To ?? (to + QosIngest.Grace + QosIngest.MaxClockError),
            window.Bucket, cancellationToken);
        var overall = rows.Single(row => row is { UserId: null, Bucket: null });
        return new()
        {
            From = window.From ?? Earlier(from, overall.First),
            To = window.To ?? Later(to, overall.Last + JustAfter),
            Samples = overall.Samples,
            Overall = overall.ToSummary(),
            Participants = rows.Where(row => row.UserId is not null).ToDictionary(row => row.UserId!, row => row.ToSummary()),
            Series = [.. rows.Where(row => row.Bucket is not null).Select(row => row.ToBucket())],
        };
    }

    /// <summary>Of all calls; by default over the last 24 hours.</summary>
    public async Task<QualityOverview> OfAllAsync(QualityWindow window, CancellationToken cancellationToken)
    {
        var to = window.To ?? time.StoredNow();
        var from = window.From ?? (to - OverviewWindow);
        window.Check(from, to);

        var rows = await QosStatistics.QueryAsync(db, null, from, to, window.Bucket, cancellationToken);
        var overall = rows.Single(row => row.Bucket is null);
        var sessions = await db.Sessions
            .Where(session => session.CreatedAt >= from && session.CreatedAt < to)
            .GroupBy(session => session.Status)
            .Select(group => new { group.Key, Count = group.LongCount() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        return new()
        {
            From = from,
            To = to,
            Samples = overall.Samples,
            Overall = overall.ToSummary(),
            Series = [.. rows.Where(row => row.Bucket is not null).Select(row => row.ToBucket())],
            Sessions = sessions,
        };
    }

    private (DateTimeOffset From, DateTimeOffset To) Life(Session session, QualityWindow window) =>
        (window.From ?? session.CreatedAt, window.To ?? session.EndedAt ?? time.StoredNow());

    private static DateTimeOffset Earlier(DateTimeOffset time, DateTimeOffset? other) => other < time ? other.Value : time;

    private static DateTimeOffset Later(DateTimeOffset time, DateTimeOffset? other) => other > time ? other.Value : time;
}
