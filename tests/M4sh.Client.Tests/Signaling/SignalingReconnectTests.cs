using M4sh.Client.Signaling;
using M4sh.Client.Tests.Signaling.Negotiation;
using M4sh.Contracts.Signaling;
using Microsoft.AspNetCore.SignalR;

namespace M4sh.Client.Tests.Signaling;

public sealed class SignalingReconnectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lost_NothingSaid_JoinsAgainWhereItWas()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        await connection.ConnectAsync(Cancel);
        server.Script.OnOffer = (_, caller) => caller.Answer(new() { FromUserId = "bob", Seq = 2, Sdp = "v=0" });
        await connection.SendOfferAsync("v=0", Cancel);
        var again = new TaskCompletionSource<JoinedMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.OnJoined(joined =>
        {
            again.TrySetResult(joined);
            return Task.CompletedTask;
        });

        (await server.Script.Connections.Reader.ReadAsync(Cancel)).Abort();
        await again.Task.WaitAsync(Cancel);

        await server.Script.Received.Reader.ReadAsync(Cancel);
        await server.Script.Received.Reader.ReadAsync(Cancel);
        Assert.Equal(new JoinMessage { Epoch = "e1", LastSeq = 2 }, await server.Script.Received.Reader.ReadAsync(Cancel));
    }

    [Fact]
    public async Task Lost_HandlerOfItFails_JoinsAgainAllTheSame()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        var joined = 0;
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.OnJoined(_ => Task.FromResult(++joined == 2 && again.TrySetResult()));
        connection.OnReconnecting(_ => throw new InvalidOperationException("A handler's mistake."));
        await connection.ConnectAsync(Cancel);

        (await server.Script.Connections.Reader.ReadAsync(Cancel)).Abort();

        await again.Task.WaitAsync(Cancel);
    }

    [Fact]
    public async Task Lost_EachTimeRightAfterJoining_WaitsLongerEachTime()
    {
        var time = new NotedTimeProvider();
        await using var server = new FakeTransport(HubScript.Joined("e1", 0));
        await using var connection = new SignalingConnection(
            new() { SessionToken = _ => ValueTask.FromResult("token"), ConnectTimeout = NotedTimeProvider.Ignored }, server, timeProvider: time);
        await connection.ConnectAsync(Cancel);
        var pauses = new List<TimeSpan>();

        for (var loss = 0; loss < 4; loss++)
            pauses.Add(await LoseAsync());

        // Each is twice the one before, but for a third of chance in both.
        Assert.All(pauses.Zip(pauses.Skip(1)), pair => Assert.True(pair.Second > pair.First, string.Join(" ", pauses)));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(await LoseAsync() < pauses[1]);

        async Task<TimeSpan> LoseAsync()
        {
            server.Fall();
            var pause = await time.Pauses.ReadAsync(Cancel);
            time.Advance(pause);

            // Acked once it has joined again.
            await connection.SendIceCandidateAsync(null, Cancel);
            return pause;
        }
    }

    [Fact]
    public async Task Drop_Joined_JoinsAgainWhereItWas()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        await connection.ConnectAsync(Cancel);
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.OnJoined(_ => Task.FromResult(again.TrySetResult()));

        await connection.DropAsync();
        await again.Task.WaitAsync(Cancel);

        await server.Script.Received.Reader.ReadAsync(Cancel);
        Assert.Equal(new JoinMessage { Epoch = "e1", LastSeq = 0 }, await server.Script.Received.Reader.ReadAsync(Cancel));
    }

    [Fact]
    public async Task Lost_ToldToStop_ClosesWithTheLastWord()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        server.Script.OnOffer = (_, caller) => caller.Disconnect(new() { Action = DisconnectAction.Stop, Reason = "replaced" });
        await using var connection = server.Connection();
        var closed = ClosedOf(connection);
        await connection.ConnectAsync(Cancel);
        await connection.SendOfferAsync("v=0", Cancel);

        (await server.Script.Connections.Reader.ReadAsync(Cancel)).Abort();

        Assert.Equal(new DisconnectMessage { Action = DisconnectAction.Stop, Reason = "replaced" }, (await closed.WaitAsync(Cancel)).Disconnect);
        Assert.False(server.Script.Connections.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Lost_JoinRefusedThen_ClosesWithTheRefusal()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        var closed = ClosedOf(connection);
        await connection.ConnectAsync(Cancel);
        server.Script.OnJoin = (_, _) => throw new HubException("session_ended: Over.");

        (await server.Script.Connections.Reader.ReadAsync(Cancel)).Abort();

        Assert.Equal("session_ended", Assert.IsType<SignalingException>((await closed.WaitAsync(Cancel)).Error).Code);
    }

    [Fact]
    public async Task Lost_ServerStaysAway_GivesUpAfterItsWindow()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection(reconnectFor: TimeSpan.FromMilliseconds(100));
        var closed = ClosedOf(connection);
        await connection.ConnectAsync(Cancel);
        server.Script.OnJoin = (_, _) => throw new HubException("unavailable: Away.");

        (await server.Script.Connections.Reader.ReadAsync(Cancel)).Abort();

        Assert.Equal("unavailable", Assert.IsType<SignalingException>((await closed.WaitAsync(Cancel)).Error).Code);
    }

    [Fact]
    public async Task Left_ServerCloses_DoesNotConnectAgain()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        var closed = ClosedOf(connection);
        await connection.ConnectAsync(Cancel);
        await connection.LeaveAsync("bye", Cancel);

        (await server.Script.Connections.Reader.ReadAsync(Cancel)).Abort();

        await closed.WaitAsync(Cancel);
        Assert.False(server.Script.Connections.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Disposed_WhileConnectingAgain_Closes()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        var connection = server.Connection();
        var closed = ClosedOf(connection);
        var reconnecting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.OnReconnecting(_ =>
        {
            reconnecting.TrySetResult();
            return Task.CompletedTask;
        });
        await connection.ConnectAsync(Cancel);
        server.Script.OnJoin = (_, _) => throw new HubException("unavailable: Away.");
        (await server.Script.Connections.Reader.ReadAsync(Cancel)).Abort();
        await reconnecting.Task.WaitAsync(Cancel);

        await connection.DisposeAsync();

        await closed.WaitAsync(Cancel);
    }

    private static Task<SignalingClosed> ClosedOf(SignalingConnection connection)
    {
        var closed = new TaskCompletionSource<SignalingClosed>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.OnClosed(message =>
        {
            closed.TrySetResult(message);
            return Task.CompletedTask;
        });
        return closed.Task;
    }
}
