using M4sh.Contracts.Errors;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace M4sh.SignalingApi.Qos;

/// <summary>
/// Group commit: each writer takes its share of what waits by then, without lingering, and stores it by one statement. So the more callers there are, the
/// less each costs.
/// </summary>
internal sealed class QosWriter(QosQueue queue, IServiceScopeFactory scopes, IOptions<QosOptions> options, TimeProvider time) : BackgroundService
{
    /// <summary>What waits is written first.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        return base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Writers).Select(_ => Task.Run(RunAsync, CancellationToken.None)));

    private async Task RunAsync()
    {
        while (await queue.TakeAsync() is { Count: > 0 } group)
        {
            await WriteAsync(group, again: true);
            queue.Release(group);
        }
    }

    private async Task WriteAsync(List<QosWrite> group, bool again)
    {
        try
        {
            var stored = await StoreAsync([.. group.SelectMany(write => write.Rows)]);
            foreach (var write in group)
                Answer(write, stored);
        }
        catch (NpgsqlException exception) when (exception.IsTransient && exception.InnerException is not TimeoutException)
        {
            // Postgres restarts, or its connections were cut.
            var lookup = group.ToLookup(write => again && write.IsRepeatable);
            Fail(lookup[false], exception);
            if (lookup[true].ToList() is { Count: > 0 } repeatable)
                await WriteAsync(repeatable, again: false);
        }
        catch (PostgresException) when (group.Count > 1)
        {
            // One of them holds what cannot be stored, and the others shall not pay for it.
            var half = group.Count / 2;
            await WriteAsync([.. group.Take(half)], again);
            await WriteAsync([.. group.Skip(half)], again);
        }
        catch (Exception exception)
        {
            Fail(group, exception);
        }
    }

    private async Task<QosStored> StoreAsync(IReadOnlyList<QosRow> rows)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<M4shDbContext>();
        await db.Database.OpenConnectionAsync();
        return await QosSampleStore.InsertAllowedAsync(
            (NpgsqlConnection)db.Database.GetDbConnection(), rows, time.StoredNow() - QosIngest.Grace, CancellationToken.None);
    }

    private static void Answer(QosWrite write, QosStored stored)
    {
        switch (stored.StateOf(write.Sender))
        {
            case QosSenderState.NoSession:
                write.Fail(new M4shException(ErrorCodes.NotFound, "There is no such session."));
                break;
            case QosSenderState.NoParticipant:
                write.Fail(new M4shException(ErrorCodes.Forbidden, "Only a participant of the session may do this."));
                break;
            case QosSenderState.TooLate:
                write.Fail(new M4shException(ErrorCodes.SessionEnded, "The session has ended, and its last samples were due."));
                break;
            default:
                write.Complete([.. write.Rows.Where(stored.IsNew).Select(row => row.Sample)]);
                break;
        }
    }

    private static void Fail(IEnumerable<QosWrite> writes, Exception exception)
    {
        foreach (var write in writes)
            write.Fail(exception);
    }
}
