using M4sh.Client.Signaling;
using M4sh.Contracts.Signaling;
using Microsoft.AspNetCore.SignalR;

namespace M4sh.Client.Tests.Signaling;

public sealed class SignalingResendTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_LostBeforeItsAck_IsSentAgainUnderItsId()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        var lost = LoseFirstOffer(server, rejoined: HubScript.Joined("e1", 0));
        await connection.ConnectAsync(Cancel);

        var ack = await connection.SendOfferAsync("v=0", Cancel);

        Assert.Equal(1, ack.Seq);
        Assert.Equal((await lost).Id, (await NextAsync<OfferMessage>(server)).Id);
    }

    [Fact]
    public async Task Send_RefusedForAReasonThatPasses_IsSentAgainUnderItsId()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        var ids = new List<string?>();
        server.Script.OnOffer = (message, _) =>
        {
            ids.Add(message.Id);
            return ids.Count < 3 ? throw new HubException("unavailable: Not now.") : Task.CompletedTask;
        };
        await connection.ConnectAsync(Cancel);

        Assert.Equal(1, (await connection.SendOfferAsync("v=0", Cancel)).Seq);
        Assert.Equal(3, ids.Count);
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Send_RefusedAgainAndAgain_FailsInTheEnd()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        server.Script.OnOffer = (_, _) => throw new HubException("rate_limited: Slower.");
        await connection.ConnectAsync(Cancel);

        Assert.Equal("rate_limited", (await Assert.ThrowsAsync<SignalingException>(() => connection.SendOfferAsync("v=0", Cancel))).Code);
    }

    [Fact]
    public async Task Send_WhileThereIsNoConnection_WaitsAndKeepsItsOrder()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        Task<Ack>[] sent = [];
        connection.OnReconnecting(_ =>
        {
            sent = [connection.SendIceCandidateAsync(new() { Candidate = "candidate:1" }, Cancel), connection.SendIceCandidateAsync(null, Cancel)];
            return Task.CompletedTask;
        });
        var again = Again(connection);
        await connection.ConnectAsync(Cancel);

        (await server.Script.Connections.Reader.ReadAsync(Cancel)).Abort();
        await again.WaitAsync(Cancel);
        await Task.WhenAll(sent);

        Assert.Equal("candidate:1", (await NextAsync<IceCandidateMessage>(server)).Candidate?.Candidate);
        Assert.Null((await NextAsync<IceCandidateMessage>(server)).Candidate);
    }

    [Fact]
    public async Task Send_OfTheFormerEpoch_FailsInsteadOfReachingTheNewOne()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        _ = LoseFirstOffer(server, rejoined: HubScript.Joined("e2", 0));
        await connection.ConnectAsync(Cancel);

        var failure = await Assert.ThrowsAsync<SignalingException>(() => connection.SendOfferAsync("v=0", Cancel));

        Assert.Equal("unavailable", failure.Code);
        await connection.SendConnectionStateAsync(new() { State = Contracts.Sessions.PeerConnectionState.New }, Cancel);
        Assert.IsType<ConnectionStateMessage>(await NextAsync<object>(server, except: typeof(JoinMessage)));
    }

    [Fact]
    public async Task Handler_WaitsForAnAckOverALostConnection_GetsIt()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        var acked = new TaskCompletionSource<Ack>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.OnPeerJoined(async _ => acked.TrySetResult(await connection.SendOfferAsync("v=0", Cancel)));
        _ = LoseFirstOffer(server, rejoined: HubScript.Joined("e1", 0));
        var join = server.Script.OnJoin;
        server.Script.OnJoin = async (message, caller) =>
        {
            await join(message, caller);
            if (message.Epoch is null)
                await caller.PeerJoined(new() { UserId = "bob", Epoch = "e1", Restarted = false });
        };

        await connection.ConnectAsync(Cancel);

        Assert.Equal(1, (await acked.Task.WaitAsync(Cancel)).Seq);
    }

    [Fact]
    public async Task Lost_SuccessorGiven_ComesBackWithIt()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        server.Script.OnOffer = async (_, caller) =>
        {
            server.Script.Token = "the-successor";
            await caller.TokenExpiring(new() { Token = "the-successor", TokenExpiresAt = DateTimeOffset.UnixEpoch });
        };
        await using var connection = server.Connection();
        var again = Again(connection);
        await connection.ConnectAsync(Cancel);
        await connection.SendOfferAsync("v=0", Cancel);

        (await server.Script.Connections.Reader.ReadAsync(Cancel)).Abort();

        await again.WaitAsync(Cancel);
    }

    [Fact]
    public async Task Send_ConnectionClosedForGood_Fails()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        server.Script.OnOffer = async (_, caller) =>
        {
            await caller.Disconnect(new() { Action = DisconnectAction.Stop, Reason = "replaced" });
            (await server.Script.Connections.Reader.ReadAsync(Cancel)).Abort();
        };
        await connection.ConnectAsync(Cancel);

        Assert.Equal("unavailable", (await Assert.ThrowsAsync<SignalingException>(() => connection.SendOfferAsync("v=0", Cancel))).Code);
        Assert.Equal("unavailable", (await Assert.ThrowsAsync<SignalingException>(() => connection.SendOfferAsync("v=0", Cancel))).Code);
    }

    /// <summary>The server takes the first offer, and the connection is lost before its ack.</summary>
    private static Task<OfferMessage> LoseFirstOffer(FakeServer server, JoinedMessage rejoined)
    {
        var first = new TaskCompletionSource<OfferMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.OnJoin = (message, caller) => caller.Joined(message.Epoch is null ? HubScript.Joined("e1", 0) : rejoined);
        server.Script.OnOffer = async (message, _) =>
        {
            if (!first.TrySetResult(message))
                return;

            (await server.Script.Connections.Reader.ReadAsync(Cancel)).Abort();
            throw new InvalidOperationException("Nobody hears of it any more.");
        };
        return first.Task;
    }

    private static async Task<T> NextAsync<T>(FakeServer server, Type? except = null)
    {
        while (true)
        {
            var message = await server.Script.Received.Reader.ReadAsync(Cancel);
            if (message is T next && message.GetType() != except)
                return next;
        }
    }

    /// <summary>The connection joins a second time; to be called before the first.</summary>
    private static Task Again(SignalingConnection connection)
    {
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var joins = 0;
        connection.OnJoined(_ =>
        {
            if (++joins == 2)
                again.TrySetResult();

            return Task.CompletedTask;
        });
        return again.Task;
    }
}
