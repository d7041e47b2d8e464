using System.Data;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.SignalingApi.Qos.Statistics;
using M4sh.SignalingApi.Sessions;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Qos;

/// <summary>How good calls were. Each answer is of one snapshot of the database.</summary>
internal sealed class QualityReports(M4shDbContext db, TimeProvider time)
{
    private static readonly TimeSpan OverviewWindow = TimeSpan.FromHours(24);

    // The end of a window is excluded: what is stored at it must still be inside. Postgres keeps microseconds.
    private static readonly TimeSpan JustAfter = TimeSpan.FromMicroseconds(1);

    /// <summary>Of one session; by default over its whole life, and all of its samples.</summary>
    public Task<QualityReport> OfSessionAsync(Session session, QualityWindow window, CancellationToken cancellationToken)
    {
        var life = new TimeRange(window.From ?? session.CreatedAt, window.To ?? session.EndedAt ?? time.StoredNow());
        window.Check(life.From, life.To);

        // Clocks of clients are off, and last samples come late: by default look at least as far as ingest lets them be.
        var range = new TimeRange(
            window.From ?? (life.From - QosIngest.MaxClockError), window.To ?? (life.To + QosIngest.Grace + QosIngest.MaxClockError));
        return InSnapshotAsync(
            async token =>
            {
                var tiers = await QosTiers.ReadAsync(db, token);
                return range.From < tiers.GetValueOrDefault(QosTier.Raw)
                    ? await MixedAsync(session.Id, window, life, QosPlan.Of(range.From, range.To, window.Bucket, tiers), token)
                    : await ExactAsync(session.Id, window, life, range, token);
            },
            cancellationToken);
    }

    /// <summary>Of all calls; by default over the last 24 hours.</summary>
    public Task<QualityOverview> OfAllAsync(QualityWindow window, QualityGrouping? grouping, int? worst, CancellationToken cancellationToken)
    {
        // By default to the end of this minute: of whole minutes nothing but sketches need be read.
        var to = window.To ?? QosBuckets.Ceiling(time.StoredNow(), QosBuckets.Minute);
        var from = window.From ?? (to - OverviewWindow);
        window.Check(from, to);
        return InSnapshotAsync(
            async token =>
            {
                var tiers = await QosTiers.ReadAsync(db, token);
                var plan = QosPlan.Of(from, to, window.Bucket, tiers);
                var (calls, callGroups, statuses) = await CallStatistics.ReadAsync(db, plan.From, plan.To, grouping, token);
                var pieces = await QosPieces.OverallAsync(db, plan, token);

                // What tells sessions apart is many rows: of whole hours wherever they will do, whatever the series' bucket is.
                var ofSessions = grouping == QualityGrouping.Lesson || worst is not null
                    ? await QosPieces.OfSessionsAsync(db, QosPlan.Of(from, to, QosBuckets.Hour, tiers), token)
                    : [];
                var (series, all) = QosSummaries.Series(pieces, plan.Bucket);
                var overall = QosSummaries.Summary(all);
                return new QualityOverview
                {
                    From = plan.From,
                    To = plan.To,
                    Bucket = (int)plan.Bucket.TotalSeconds,
                    Samples = overall.Samples,
                    Overall = overall,
                    Series = series,
                    Calls = calls,
                    Groups = grouping is { } by ? await QualityGroups.OfAsync(db, by, by == QualityGrouping.Lesson ? ofSessions : pieces, callGroups, token) : null,
                    Worst = worst is { } count ? await WorstCalls.OfAsync(db, ofSessions, count, token) : null,
                    Sessions = statuses,
                };
            },
            cancellationToken);
    }

    private async Task<QualityReport> ExactAsync(Guid sessionId, QualityWindow window, TimeRange life, TimeRange range, CancellationToken cancellationToken)
    {
        var rows = await ExactStatistics.QueryAsync(db, sessionId, range.From, range.To, window.Bucket, cancellationToken);
        var overall = rows.Single(row => row is { UserId: null, Bucket: null });
        return new()
        {
            From = window.From ?? Earlier(life.From, overall.First),
            To = window.To ?? Later(life.To, overall.Last + JustAfter),
            Bucket = (int)window.Bucket.TotalSeconds,
            Samples = overall.Samples,
            Overall = overall.ToSummary(),
            Participants = rows.Where(row => row.UserId is not null).ToDictionary(row => row.UserId!, row => row.ToSummary()),
            Series = [.. rows.Where(row => row.Bucket is not null).Select(row => row.ToBucket())],
        };
    }

    private async Task<QualityReport> MixedAsync(Guid sessionId, QualityWindow window, TimeRange life, QosPlan plan, CancellationToken cancellationToken)
    {
        var pieces = await QosPieces.OfSessionAsync(db, plan, sessionId, cancellationToken);
        var (series, all) = QosSummaries.Series(pieces, plan.Bucket);
        var overall = QosSummaries.Summary(all);
        return new()
        {
            From = window.From is null ? Earlier(life.From, series.Count > 0 ? series[0].Start : null) : plan.From,
            To = window.To is null ? Later(life.To, series.Count > 0 ? series[^1].Start + plan.Bucket : null) : plan.To,
            Bucket = (int)plan.Bucket.TotalSeconds,
            Samples = overall.Samples,
            Overall = overall,
            Participants = pieces.GroupBy(piece => piece.UserId!).ToDictionary(user => user.Key, user => QosSummaries.Summary(QosSummaries.Merge(user))),
            Series = series,
        };
    }

    private Task<T> InSnapshotAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
            return await read(token);
        }, cancellationToken);

    private static DateTimeOffset Earlier(DateTimeOffset time, DateTimeOffset? other) => other < time ? other.Value : time;

    private static DateTimeOffset Later(DateTimeOffset time, DateTimeOffset? other) => other > time ? other.Value : time;
}
