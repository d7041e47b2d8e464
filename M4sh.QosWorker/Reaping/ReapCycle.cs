using System.Diagnostics;
using System.Text.Json;
using M4sh.Contracts.Sessions;
using M4sh.Data;
using M4sh.Data.Sessions;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Live;
using M4sh.QosWorker.Startup;
using M4sh.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace M4sh.QosWorker.Reaping;

/// <summary>
/// Ends the sessions that nobody will end: abandoned, or expired. Several workers may be at it: each session is reaped once. Those who are still
/// connected learn it from their replica, which asks Postgres at its every beat.
/// </summary>
public sealed partial class ReapCycle(
    IServiceScopeFactory scopes,
    IOptions<ReapOptions> options,
    LivePublisher live,
    ServiceInstance instance,
    StartupState startup,
    TimeProvider timeProvider,
    ILogger<ReapCycle> logger)
    : CycleService<ReapResult>(startup, timeProvider, options.Value.ReapInterval, logger)
{
    // Who was connected to a node that died so long ago has been reaped since.
    private static readonly TimeSpan KeepNodes = TimeSpan.FromDays(1);

    private readonly NodeWatch _nodes = new(options.Value.Grace, timeProvider);
    private readonly TimeProvider _time = timeProvider;
    private readonly ILogger<ReapCycle> _logger = logger;

    internal override async Task<ReapResult> RunCycleAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<M4shDbContext>();
        var now = _time.GetUtcNow();
        var alive = _nodes.Alive(await db.SignalingNodes.ToDictionaryAsync(node => node.Id, node => node.Beats, cancellationToken));
        var queries = new ReapQueries(db, options.Value, alive, now);
        List<EndReason> reaped = [];
        int before;
        do
        {
            before = reaped.Count;
            foreach (var reapable in await queries.FindAsync(among: null, cancellationToken))
            {
                if (await ReapAsync(db, queries, reapable, now, cancellationToken) is { } reason)
                    reaped.Add(reason);
            }
        }
        while (reaped.Count - before >= options.Value.ReapBatchSize);

        await db.SignalingNodes.Where(node => node.SeenAt < now - KeepNodes).ExecuteDeleteAsync(cancellationToken);
        return new(reaped.Count(reason => reason == EndReason.Abandoned), reaped.Count(reason => reason == EndReason.Expired));
    }

    protected override void Describe(Activity span, ReapResult result) =>
        span
            .SetTag("m4sh.sessions.abandoned", result.Abandoned)
            .SetTag("m4sh.sessions.expired", result.Expired);

    /// <returns>Why it ended; null where it is not to be reaped any more, or another worker has it.</returns>
    private async Task<EndReason?> ReapAsync(M4shDbContext db, ReapQueries queries, Reapable found, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = found.Id;
        using var span = WorkerTelemetry.Source.StartInSession("session reap", ActivityKind.Internal, SessionTrace.Parse(found.TraceParent));
        span?.SetTag("m4sh.session.id", id.ToString());
        var ended = await db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(token);

            // Asked again under the lock, which a connecting peer waits for: one that came back in the meantime is seen.
            if (await queries.LockAsync(id, token) is not { } session || (await queries.FindAsync([id], token)).SingleOrDefault() is not { } reapable)
                return null;

            var transition = session.Apply(reapable.Trigger, now);
            db.SessionEvents.Add(EventOf(id, transition, now));
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
            return session.ToContract();
        }, cancellationToken);

        if (ended?.EndReason is not { } reason)
            return null;

        live.Publish(ended);
        Log.Reaped(_logger, id, reason);
        return reason;
    }

    private SessionEventEntity EventOf(Guid id, SessionTransition transition, DateTimeOffset now) => new()
    {
        SessionId = id,
        At = now,
        Type = transition.Event ?? throw new InvalidOperationException("The life cycle does not let this session be reaped."),
        Replica = instance.Id,
        Data = JsonSerializer.SerializeToElement(SessionEventData.Of(transition)),
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Ended session {SessionId}: {Reason}")]
        public static partial void Reaped(ILogger logger, Guid sessionId, EndReason reason);
    }
}
