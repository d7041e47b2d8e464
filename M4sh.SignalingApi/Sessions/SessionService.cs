using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;
using M4sh.Data;
using M4sh.Data.Sessions;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace M4sh.SignalingApi.Sessions;

/// <summary>The sessions: made, found and listed here; who is in them is in the other half of this class.</summary>
public sealed partial class SessionService(
    M4shDbContext db, SessionChanges changes, SessionDeparture departure, SessionEvents events, ISessionNotifier notifier, LiveFeed live, SessionTelemetry telemetry,
    TimeProvider time)
{
    private static readonly MediaPermission[] AllPermissions = Enum.GetValues<MediaPermission>();
    private static readonly JsonElement NoMetadata = JsonSerializer.SerializeToElement(new JsonObject());

    /// <summary>Makes a session, or finds the open one of its lesson.</summary>
    public async Task<(Session Session, bool Created)> CreateAsync(CreateSessionRequest request, Caller caller, CancellationToken cancellationToken)
    {
        SessionRules.Validate(request);
        while (true)
        {
            if (request.LessonId is { } lessonId && await FindOpenAsync(lessonId, cancellationToken) is { } open)
            {
                return await IsVisibleAsync(open.Id, caller, cancellationToken) ? (open.ToContract(), false) : throw NotFound();
            }

            try
            {
                return (await InsertAsync(request, caller, cancellationToken), true);
            }
            catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Another was faster: its session is the lesson's.
                db.ChangeTracker.Clear();
            }
        }
    }

    public async Task<Session> GetAsync(Guid id, Caller caller, CancellationToken cancellationToken) =>
        (await FindVisibleAsync(id, caller, cancellationToken)).ToContract();

    public async Task<SessionPage> ListAsync(SessionQuery query, Caller caller, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is a next page.
        var found = await SessionList.Of(db, query, caller, query.Limit + 1).ToListAsync(cancellationToken);
        var page = found.Take(query.Limit).ToList();
        return new()
        {
            Items = [.. page.Select(session => session.ToContract())],
            NextCursor = found.Count > page.Count ? page[^1].Id.ToString() : null,
        };
    }

    /// <summary>For signaling: the session of someone who has a place in it, and its trace.</summary>
    /// <exception cref="M4shException"><c>not_found</c> without a place, <c>session_ended</c>.</exception>
    public async Task<(Session Session, ActivityContext Trace)> FindAsync(Guid sessionId, string userId, CancellationToken cancellationToken)
    {
        var session = await SessionQueries.FindAsync(db, sessionId, cancellationToken);
        if (session is null || session.Participants.All(participant => participant.UserId != userId))
            throw NotFound();
        if (session.Status == SessionStatus.Ended)
            throw Ended();

        return session.Present().Any(participant => participant.UserId == userId)
            ? (session.ToContract(), SessionTrace.Parse(session.TraceParent))
            : throw NotFound();
    }

    private async Task<Session> InsertAsync(CreateSessionRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var now = time.StoredNow();
        var session = new SessionEntity
        {
            Id = Guid.CreateVersion7(now),
            LessonId = request.LessonId,
            CreatedBy = caller.UserId,
            CreatedAt = now,
            Metadata = request.Metadata is { ValueKind: JsonValueKind.Object } metadata ? metadata : NoMetadata,
            Invitees = request.Invitees?.Distinct(StringComparer.Ordinal).ToArray(),
            HostPermissions = request.Permissions?.Host?.ToArray() ?? AllPermissions,
            GuestPermissions = request.Permissions?.Guest?.ToArray() ?? AllPermissions,
            TraceParent = SessionTrace.Current,
        };
        db.Sessions.Add(session);
        var created = events.Add(session.Id, SessionEventTypes.Created, caller.UserId);
        await db.SaveChangesAsync(cancellationToken);
        var contract = session.ToContract();

        // Inside a transaction of the caller's (SessionWarmUp) it may yet be undone.
        if (db.Database.CurrentTransaction is null)
        {
            telemetry.Happened(new(contract, session.TraceParent), [created.Type]);
            live.Publish(contract);
        }

        return contract;
    }

    private Task<SessionEntity?> FindOpenAsync(string lessonId, CancellationToken cancellationToken) => db.Sessions.AsNoTracking()
        .Include(session => session.Participants)
        .SingleOrDefaultAsync(session => session.LessonId == lessonId && session.EndedAt == null, cancellationToken);

    private Task<bool> IsVisibleAsync(Guid id, Caller caller, CancellationToken cancellationToken) =>
        db.Sessions.Where(SessionAccess.VisibleTo(caller)).AnyAsync(session => session.Id == id, cancellationToken);

    private async Task<SessionEntity> FindVisibleAsync(Guid id, Caller caller, CancellationToken cancellationToken) =>
        await db.Sessions.AsNoTracking()
            .Include(session => session.Participants)
            .Where(SessionAccess.VisibleTo(caller))
            .SingleOrDefaultAsync(session => session.Id == id, cancellationToken) ?? throw NotFound();

    internal static M4shException NotFound() => new(ErrorCodes.NotFound, "There is no such session.");

    internal static M4shException Ended() => new(ErrorCodes.SessionEnded, "The session has ended.");
}
