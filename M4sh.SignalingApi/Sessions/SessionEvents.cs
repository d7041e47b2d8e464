using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using M4sh.Contracts.Sessions;
using M4sh.Data;
using M4sh.Data.Issues;
using M4sh.Data.Sessions;
using M4sh.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Sessions;

/// <summary>The sessions' timelines.</summary>
public sealed class SessionEvents(M4shDbContext db, ServiceInstance instance, TimeProvider time)
{
    /// <summary>A page of the timeline with the issues that were found, oldest first.</summary>
    public async Task<SessionTimeline> ListAsync(Guid sessionId, EventQuery query, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is a next page.
        var found = await Stored(sessionId).Where(@event => @event.Id > query.Cursor).Take(query.Limit + 1).ToListAsync(cancellationToken);
        var page = found.Take(query.Limit).ToList();
        var isLast = found.Count == page.Count;
        var issues = await db.Issues.AsNoTracking().Where(issue => issue.SessionId == sessionId).ToListAsync(cancellationToken);
        return new()
        {
            Items = IssueTimeline.Merge(
                page.Select(ToContract),
                issues.Select(issue => (issue.ToContract(), (string?)issue.Replica)),
                after: query.Cursor == 0 ? null : await Stored(sessionId).Where(@event => @event.Id <= query.Cursor).MaxAsync(@event => (DateTimeOffset?)@event.At, cancellationToken),
                isLast),
            NextCursor = isLast ? null : page[^1].Id.ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>What happened, as it was stored: all of it, without issues.</summary>
    internal async Task<IReadOnlyList<SessionEvent>> ListStoredAsync(Guid sessionId, CancellationToken cancellationToken) =>
        [.. (await Stored(sessionId).ToListAsync(cancellationToken)).Select(ToContract)];

    /// <summary>Adds an event to the changes that are about to be saved, so that both are stored or neither.</summary>
    internal SessionEventEntity Add(Guid sessionId, string type, string? userId, JsonObject? data = null)
    {
        var entity = new SessionEventEntity
        {
            SessionId = sessionId,
            At = time.StoredNow(),
            Type = type,
            UserId = userId,
            Replica = instance.Id,
            Data = data is null ? null : JsonSerializer.SerializeToElement(data),
        };
        db.SessionEvents.Add(entity);
        return entity;
    }

    private IQueryable<SessionEventEntity> Stored(Guid sessionId) =>
        db.SessionEvents.AsNoTracking().Where(@event => @event.SessionId == sessionId).OrderBy(@event => @event.Id);

    private static SessionEvent ToContract(SessionEventEntity entity) =>
        new() { At = entity.At, Type = entity.Type, UserId = entity.UserId, Replica = entity.Replica, Data = entity.Data };
}
