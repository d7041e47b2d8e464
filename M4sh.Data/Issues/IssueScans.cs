using System.Text.Json;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos.Issues;
using M4sh.Contracts.Sessions;
using M4sh.Data.Qos;
using M4sh.Data.Sessions;
using Microsoft.EntityFrameworkCore;

namespace M4sh.Data.Issues;

/// <summary>
/// Searches sessions for issues. Any number of workers may: a session's row in <c>qos_issue_scans</c> is locked by the one that searches it, and
/// the issues are written in the same transaction, so each is stored once however often it is found.
/// </summary>
public sealed class IssueScans(M4shDbContext db, IssueOptions options, string replica)
{
    /// <summary>How often a session that ended is looked at for late samples.</summary>
    private static readonly TimeSpan LateInterval = TimeSpan.FromMinutes(1);

    /// <summary>No sample comes any more.</summary>
    private static readonly TimeSpan Settled = CallRecords.LastSamples + LateInterval;

    /// <summary>A long call is searched less often, so that all of its searches together stay in proportion to its length.</summary>
    private const int SearchesInALife = 100;

    /// <summary>Whether a session's stored issues are all there will be: nothing of it is searched any more.</summary>
    /// <param name="session">The session.</param>
    /// <param name="scan">How far it was searched.</param>
    /// <param name="tiers">What is kept (<see cref="QosTiers"/>).</param>
    public static bool IsOver(SessionEntity session, IssueScanEntity? scan, IReadOnlyDictionary<QosTier, DateTimeOffset> tiers)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(tiers);
        return session.EndedAt is { } endedAt && (endedAt <= tiers.GetValueOrDefault(QosTier.Raw) || scan is { DueAt: null } && scan.ScannedAt >= endedAt);
    }

    /// <summary>The sessions that are due, those that wait longest first; of those that ended, the ones whose raw samples are kept.</summary>
    public async Task<List<Guid>> FindDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var tiers = await QosTiers.ReadAsync(db, cancellationToken);
        var keptFrom = tiers.GetValueOrDefault(QosTier.Raw);
        return await db.Database.SqlQuery<Guid>(
            $"""
            SELECT session.id AS "Value" FROM sessions session LEFT JOIN qos_issue_scans scan ON scan.session_id = session.id
            WHERE session.started_at IS NOT NULL AND (session.ended_at IS NULL OR session.ended_at > {keptFrom})
                AND (scan.session_id IS NULL OR scan.due_at <= {now} OR scan.scanned_at < session.ended_at)
            ORDER BY scan.due_at NULLS FIRST, session.id LIMIT {limit}
            """).ToListAsync(cancellationToken);
    }

    /// <summary>Searches a session, if anything is new of it.</summary>
    /// <returns>The issues that were not there before; null: another worker has or had the session, or it is being changed just now.</returns>
    public Task<IReadOnlyList<CallIssue>?> ScanAsync(Guid sessionId, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            if (await ClaimAsync(sessionId, now, token) is not { } scan)
                return null;

            var session = await db.Sessions.AsNoTracking().Include(session => session.Participants).SingleAsync(session => session.Id == sessionId, token);
            var samples = await db.QosSamples.Where(CallRecords.OfSession(session)).LongCountAsync(token);
            var lastEvent = await db.SessionEvents.Where(@event => @event.SessionId == sessionId).MaxAsync(@event => (long?)@event.Id, token) ?? 0;
            IReadOnlyList<CallIssue> raised = [];
            if (scan.ScannedAt is null || scan.Samples != samples || scan.LastEventId != lastEvent)
                raised = await SearchAsync(session, token);

            (scan.ScannedAt, scan.DueAt, scan.Samples, scan.LastEventId) = (now, NextOf(session, interval, now), samples, lastEvent);
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
            return raised;
        }, cancellationToken);

    private async Task<IReadOnlyList<CallIssue>> SearchAsync(SessionEntity session, CancellationToken cancellationToken)
    {
        var call = await CallRecords.LoadAsync(db, session, cancellationToken);
        var found = IssueEngine.Find(call, options);
        var participants = session.Participants.Select(participant => participant.UserId).ToList();

        // Those of a user whose data were erased are somebody's whom nobody knows, and stay.
        var stored = await db.Issues
            .Where(issue => issue.SessionId == session.Id && (issue.UserId == null || participants.Contains(issue.UserId)))
            .ToListAsync(cancellationToken);
        List<CallIssue> raised = [];
        foreach (var issue in found)
        {
            var known = stored.Where(known => IsSame(known, issue)).MinBy(known => (known.StartedAt - issue.StartedAt).Duration());
            if (known is null)
            {
                known = new() { SessionId = session.Id, Type = issue.Type, UserId = issue.UserId, Replica = replica };
                db.Issues.Add(known);
                raised.Add(issue);
            }

            stored.Remove(known);
            (known.Severity, known.StartedAt, known.EndedAt) = (issue.Severity, issue.StartedAt, issue.EndedAt);
            known.Evidence = JsonSerializer.SerializeToElement(issue.Evidence, M4shJson.Options);
        }

        // A part of a call whose other user's data were erased is not the whole of it: what was found while it was there stays.
        if (call.Events.All(@event => @event.Type != SessionEventTypes.Joined || @event.UserId is { } userId && participants.Contains(userId)))
            db.Issues.RemoveRange(stored);

        return raised;
    }

    // A late sample may move its begin and its end.
    private static bool IsSame(IssueEntity known, CallIssue issue) =>
        known.Type == issue.Type && known.UserId == issue.UserId
        && !(known.EndedAt < issue.StartedAt) && !(issue.EndedAt < known.StartedAt);

    /// <summary>
    /// Locks the session's scan until the transaction ends. Its participants are locked too: erasing a user waits for the scan, or the scan sees what
    /// was erased.
    /// </summary>
    private async Task<IssueScanEntity?> ClaimAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO qos_issue_scans (session_id, samples, last_event_id)
            SELECT id, 0, 0 FROM sessions WHERE id = {sessionId} FOR KEY SHARE SKIP LOCKED ON CONFLICT DO NOTHING
            """, cancellationToken);
        var scan = await db.IssueScans.FromSql(
            $"""
            SELECT scan.* FROM qos_issue_scans scan JOIN sessions session ON session.id = scan.session_id
            WHERE session.id = {sessionId} AND (scan.scanned_at IS NULL OR scan.due_at <= {now} OR scan.scanned_at < session.ended_at)
            FOR UPDATE OF scan SKIP LOCKED FOR KEY SHARE OF session SKIP LOCKED
            """).SingleOrDefaultAsync(cancellationToken);
        if (scan is not null)
            await db.Database.ExecuteSqlAsync($"SELECT FROM participants WHERE session_id = {sessionId} ORDER BY user_id FOR SHARE", cancellationToken);

        return scan;
    }

    private static DateTimeOffset? NextOf(SessionEntity session, TimeSpan interval, DateTimeOffset now)
    {
        if (session.EndedAt is { } endedAt)
            return now - endedAt > Settled ? null : now + LateInterval;

        var age = (now - session.CreatedAt) / SearchesInALife;
        return now + (age > interval ? age : interval);
    }
}
