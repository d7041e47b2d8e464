using M4sh.Contracts.Qos;
using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Qos.Report;
using M4sh.Contracts.Sessions;
using M4sh.Data;
using M4sh.Data.Issues;
using M4sh.Data.Qos;
using M4sh.Data.Sessions;
using M4sh.SignalingApi.Qos;
using M4sh.SignalingApi.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Reports;

/// <summary>
/// Reports of calls. Issues that the worker has not searched to their end are found here and now, so a report is complete as soon as the call is over.
/// </summary>
internal sealed class CallReports(
    M4shDbContext db, QualityReports qualities, SessionEvents events, IOptions<IssueOptions> issueOptions, IOptions<QualityScoreOptions> scoreOptions, TimeProvider time)
{
    public async Task<CallReport> OfAsync(Session session, CancellationToken cancellationToken)
    {
        var now = time.StoredNow();
        var entity = await db.Sessions.AsNoTracking().Include(found => found.Participants).SingleAsync(found => found.Id == session.Id, cancellationToken);
        var quality = await qualities.OfSessionAsync(session, QualityWindow.Parse(null, null, null), cancellationToken);
        var issues = await IssuesAsync(entity, cancellationToken);
        return new()
        {
            GeneratedAt = now,
            Session = session,
            DurationSeconds = Seconds(entity.StartedAt, entity.EndedAt ?? now),
            SetupSeconds = Seconds(entity.StartedAt, entity.ConnectedAt),
            Overall = Figures(quality.Overall),
            Peers = [.. session.Participants.Select(participant => PeerOf(participant, quality.Participants.GetValueOrDefault(participant.UserId)))],
            Issues = [.. issues.Select(found => found.Issue)],
            Timeline = IssueTimeline.Merge(await events.ListStoredAsync(session.Id, cancellationToken), issues),
        };
    }

    private async Task<IReadOnlyList<(CallIssue Issue, string? Replica)>> IssuesAsync(SessionEntity session, CancellationToken cancellationToken)
    {
        var stored = await db.Issues.AsNoTracking().Where(issue => issue.SessionId == session.Id).ToListAsync(cancellationToken);
        var scan = await db.IssueScans.AsNoTracking().SingleOrDefaultAsync(scan => scan.SessionId == session.Id, cancellationToken);
        if (IssueScans.IsOver(session, scan, await QosTiers.ReadAsync(db, cancellationToken)))
            return InOrder(stored.Select(issue => (issue.ToContract(), (string?)issue.Replica)));

        // What is left of users whose data were erased is found only where it is stored.
        var unknown = stored.Where(issue => issue.UserId is { } userId && session.Participants.All(participant => participant.UserId != userId));
        var found = IssueEngine.Find(await CallRecords.LoadAsync(db, session, cancellationToken), issueOptions.Value);
        return InOrder(found.Select(issue => (issue, (string?)null)).Concat(unknown.Select(issue => (issue.ToContract(), (string?)issue.Replica))));
    }

    private static List<(CallIssue Issue, string? Replica)> InOrder(IEnumerable<(CallIssue Issue, string? Replica)> issues) =>
        [.. issues.OrderBy(found => found.Issue.StartedAt).ThenBy(found => found.Issue.Type)];

    private ReportPeer PeerOf(Participant participant, QualitySummary? quality) => new()
    {
        UserId = participant.UserId,
        DisplayName = participant.DisplayName,
        Role = participant.Role,
        JoinedAt = participant.JoinedAt,
        LeftAt = participant.LeftAt,
        CandidatePair = participant.CandidatePair,
        NatType = participant.NatType,
        Quality = Figures(quality ?? new() { Samples = 0 }),
    };

    private QualityFigures Figures(QualitySummary summary) => new()
    {
        Samples = summary.Samples,
        RttMs = summary.RttMs,
        PacketLossPct = summary.PacketLossPct,
        JitterMs = summary.JitterMs,
        Mos = Mos(summary, metric => metric.Avg),
        MosP95 = Mos(summary, metric => metric.P95),
    };

    private double? Mos(QualitySummary summary, Func<MetricSummary, double> of) => summary is { RttMs: { } rtt, PacketLossPct: { } loss, JitterMs: { } jitter }
        ? QualityScore.Mos(of(rtt), of(loss), of(jitter), scoreOptions.Value.PacketLossRobustness)
        : null;

    private static double? Seconds(DateTimeOffset? from, DateTimeOffset? to) => from is null || to is null ? null : Math.Round((to.Value - from.Value).TotalSeconds, 3);
}
