using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Data;
using M4sh.SignalingApi.Signaling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace M4sh.SignalingApi.Tests.Signaling;

public sealed class PresenceBeatTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    [Fact]
    public async Task Presence_ConnectedThenGone_IsInPostgres()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);
        var id = host.Joined.Session.Id;
        Assert.Equal(2, await WhoAsync(id, gone: false));

        await guest.DisposeAsync();
        Assert.Equal(("disconnected", guest.UserId), await host.NextAsync<(string, string)>(Cancel));

        // Told after the room knows, and written just after that.
        while (await WhoAsync(id, gone: true) == 0)
            Cancel.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task Beat_ConnectionThatTheNodeDoesNotHave_IsGone()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);
        var (id, other) = (host.Joined.Session.Id, guest.UserId);

        // The other replica beats by itself: the other row is of a node that does not.
        await UseDbAsync(db => db.Participants.Where(participant => participant.SessionId == id).ExecuteUpdateAsync(set => set
            .SetProperty(participant => participant.SignalingConnection, "lost")
            .SetProperty(participant => participant.SignalingNode, participant => participant.UserId == other ? "elsewhere" : participant.SignalingNode), Cancel));

        await BeatAsync(First);

        Assert.Equal(1, await WhoAsync(id, gone: true));
        Assert.Equal(1, await WhoAsync(id, gone: false));
    }

    // Who changes a session locks it, then its participants: a connection that ends meanwhile must not hold one of them while it waits for the session.
    [Fact]
    public async Task Disconnected_WhileTheSessionIsBeingChanged_HoldsNothingThatTheChangeNeeds()
    {
        var (host, guest) = await ConnectCallAsync(First, Second);
        var id = host.Joined.Session.Id;
        await using (var changer = new NpgsqlConnection(ConnectionString))
        {
            await changer.OpenAsync(Cancel);
            await using var change = await changer.BeginTransactionAsync(Cancel);
            await RunAsync(changer, $"SELECT FROM sessions WHERE id = '{id}' FOR UPDATE; SET LOCAL lock_timeout = '500ms'");
            await guest.DisposeAsync();
            while (await RunAsync(changer, "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 0)
                Cancel.ThrowIfCancellationRequested();

            Assert.Equal(2, await RunAsync(changer, $"UPDATE participants SET connection_state = 'closed' WHERE session_id = '{id}' RETURNING user_id"));
            await change.CommitAsync(Cancel);
        }

        while (await WhoAsync(id, gone: true) == 0)
            Cancel.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task Beat_SessionEndedBehindItsBack_TellsThePeers()
    {
        var (host, guest) = await ConnectCallAsync(First, First);
        var id = host.Joined.Session.Id;

        // As the worker does it.
        await UseDbAsync(db => db.Database.ExecuteSqlAsync(
            $"UPDATE sessions SET status = 'ended', ended_at = now() - interval '1 minute', end_reason = 'expired' WHERE id = {id}", Cancel));
        await BeatAsync(First);

        foreach (var peer in (TestPeer[])[host, guest])
        {
            var expected = new SessionStateMessage { Status = SessionStatus.Ended, EndReason = EndReason.Expired };
            Assert.Equal(expected, await peer.NextAsync<SessionStateMessage>(Cancel));
            await peer.ClosedAsync(Cancel);
        }
    }

    private static Task BeatAsync(ApiReplica replica) => replica.Services.GetRequiredService<PresenceBeat>().RunCycleAsync(Cancel);

    private Task<int> WhoAsync(Guid id, bool gone) => UseDbAsync(db => db.Participants.CountAsync(
        participant => participant.SessionId == id && participant.SignalingNode != null && (participant.SignalingGoneAt != null) == gone, Cancel));

    /// <returns>How many rows it says.</returns>
    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = 0;
        while (await reader.ReadAsync(Cancel))
            rows++;

        return rows;
    }

    private async Task<int> UseDbAsync(Func<M4shDbContext, Task<int>> use)
    {
        await using var scope = First.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<M4shDbContext>());
    }
}
