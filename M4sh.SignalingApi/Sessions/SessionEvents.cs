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
    /// <summary>The timeline with the issues that were found, oldest first.</summary>
    public async Task<SessionTimeline> ListAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var issues = await db.Issues.AsNoTracking().Where(issue => issue.SessionId == sessionId).ToListAsync(cancellationToken);
        var events = await ListStoredAsync(sessionId, cancellationToken);
        return new() { Items = IssueTimeline.Merge(events, issues.Select(issue => (issue.ToContract(), (string?)issue.Replica))) };
    }

    /// <summary>What happened, as it was stored: without issues.</summary>
    internal Task<List<SessionEvent>> ListStoredAsync(Guid sessionId, CancellationToken cancellationToken) =>
        db.SessionEvents.AsNoTracking()
            .Where(@event => @event.SessionId == sessionId)
            .OrderBy(@event => @event.Id)
            .Select(@event => new SessionEvent
            {
                At = @event.At,
                Type = @event.Type,
                UserId = @event.UserId,
                Replica = @event.Replica,
                Data = @event.Data,
            })
            .ToListAsync(cancellationToken);

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
}
