using M4sh.Contracts.Errors;
using M4sh.Data;
using M4sh.Data.Sessions;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Live;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Sessions;

/// <summary>Changes sessions, each alone: in a transaction that holds the session's row from the first to the last.</summary>
public sealed class SessionChanges(M4shDbContext db, LiveFeed live, SessionTelemetry telemetry)
{
    /// <summary>
    /// Runs a change and saves it with the events that it adds. It runs again when Postgres fails on the way, so it only touches rows.
    /// </summary>
    public async Task<T> RunAsync<T>(
        Guid sessionId, Func<SessionEntity, T> change, CancellationToken cancellationToken, bool withRevocations = false) =>
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            // A retry starts from what is stored, not from what the failed attempt left behind.
            db.ChangeTracker.Clear();
            using var scope = telemetry.Scope(sessionId);
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var session = await LockAsync(sessionId, withRevocations, token);

            var result = Try(change, session);
            var changed = db.ChangeTracker.HasChanges();
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
            if (!changed)
                return result;

            var contract = session.ToContract();
            var events = db.ChangeTracker.Entries<SessionEventEntity>().Select(entry => entry.Entity).OrderBy(entity => entity.Id);
            telemetry.Happened(new(contract, session.TraceParent) { StartedAt = session.StartedAt }, events.Select(entity => entity.Type));
            live.Publish(contract);

            return result;
        }, cancellationToken);

    private T Try<T>(Func<SessionEntity, T> change, SessionEntity session)
    {
        try
        {
            return change(session);
        }
        catch (M4shException exception)
        {
            telemetry.Refused(session.Id, exception.Code);
            throw;
        }
    }

    /// <summary>
    /// The session with its participants, its row locked until the transaction ends. Two statements: one that waited for the lock would
    /// see the participants as they were before the wait.
    /// </summary>
    private async Task<SessionEntity> LockAsync(Guid sessionId, bool withRevocations, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.FromSql($"SELECT * FROM sessions WHERE id = {sessionId} FOR UPDATE").SingleOrDefaultAsync(cancellationToken)
            ?? throw new M4shException(ErrorCodes.NotFound, "There is no such session.");
        if (withRevocations)
            return await SessionQueries.LoadAsync(db, sessionId, cancellationToken);

        await db.Entry(session).Collection(session => session.Participants).LoadAsync(cancellationToken);
        return session;
    }
}
