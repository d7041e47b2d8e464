using System.Text.Json.Nodes;
using System.Threading.Channels;
using M4sh.Contracts.Errors;
using M4sh.Data;
using M4sh.ServiceDefaults;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Sessions;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace M4sh.SignalingApi.Ice;

/// <summary>What ICE adds to the sessions' timelines. Several at once share a statement and its commit; whoever adds one waits until it is stored.</summary>
internal sealed class IceEvents(IServiceScopeFactory scopes, ServiceInstance instance, TimeProvider time) : BackgroundService
{
    private const int MaxBatch = 500;

    // More wait only where Postgres stands still.
    private const int MaxWaiting = 10_000;

    private readonly Channel<IceEvent> _queue = Channel.CreateBounded<IceEvent>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    public Task AddAsync(Guid sessionId, string type, string userId, JsonObject data, CancellationToken cancellationToken)
    {
        var @event = new IceEvent(sessionId, time.StoredNow(), type, userId, data.ToJsonString(), cancellationToken);
        return _queue.Writer.TryWrite(@event)
            ? @event.Stored.Task.WaitAsync(cancellationToken)
            : throw new M4shException(ErrorCodes.Unavailable, "Too much waits to be stored, or the service is going away. Try again.");
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        // What is in the queue is stored before it ends.
        _queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<IceEvent>(MaxBatch);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var @event))
            {
                // Who does not wait any more was told that it failed.
                if (!@event.Abandoned.IsCancellationRequested)
                    batch.Add(@event);
            }

            await StoreAsync(batch);
            batch.Clear();
        }
    }

    private async Task StoreAsync(List<IceEvent> batch)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await InsertAsync(scope.ServiceProvider.GetRequiredService<M4shDbContext>(), batch);
            batch.ForEach(static @event => @event.Stored.SetResult());
        }
        catch (PostgresException) when (batch.Count > 1)
        {
            // One of them cannot be stored, as when its session was pruned just now, and the others shall not pay for it.
            await StoreAsync(batch[..(batch.Count / 2)]);
            await StoreAsync(batch[(batch.Count / 2)..]);
        }
        catch (Exception exception)
        {
            // Those who wait are told, and say so to whom they serve.
            batch.ForEach(@event => @event.Stored.TrySetException(exception));
        }
    }

    private Task<int> InsertAsync(M4shDbContext db, List<IceEvent> batch)
    {
        Guid[] sessions = [.. batch.Select(@event => @event.SessionId)];
        DateTimeOffset[] times = [.. batch.Select(@event => @event.At)];
        string[] types = [.. batch.Select(@event => @event.Type)];
        string[] users = [.. batch.Select(@event => @event.UserId)];
        string[] data = [.. batch.Select(@event => @event.Data)];
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO session_events (session_id, at, type, user_id, replica, data)
            SELECT session_id, at, type, user_id, {instance.Id}, data::jsonb
            FROM unnest({sessions}, {times}, {types}, {users}, {data}) WITH ORDINALITY AS event (session_id, at, type, user_id, data, place)
            ORDER BY place
            """);
    }
}
