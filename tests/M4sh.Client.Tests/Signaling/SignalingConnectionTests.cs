using M4sh.Client.Signaling;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;

namespace M4sh.Client.Tests.Signaling;

public sealed class SignalingConnectionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_GoodToken_ReturnsJoined()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();

        var joined = await connection.ConnectAsync(Cancel);

        Assert.Equal(("e1", 0L, "ann"), (joined.Epoch, joined.Seq, joined.Self.UserId));
        Assert.Equal(new JoinMessage(), await server.Script.Received.Reader.ReadAsync(Cancel));
    }

    [Fact]
    public async Task Connect_BadToken_ThrowsUnauthorizedAndMayBeTriedAgain()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection("wrong");

        var failure = await Assert.ThrowsAsync<SignalingException>(() => connection.ConnectAsync(Cancel));

        Assert.Equal("unauthorized", failure.Code);
        Assert.Equal("unauthorized", (await Assert.ThrowsAsync<SignalingException>(() => connection.ConnectAsync(Cancel))).Code);
    }

    [Fact]
    public async Task Connect_NoServer_ThrowsUnavailable()
    {
        var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection(connectFor: TimeSpan.Zero);
        await server.DisposeAsync();

        Assert.Equal("unavailable", (await Assert.ThrowsAsync<SignalingException>(() => connection.ConnectAsync(Cancel))).Code);
    }

    [Fact]
    public async Task Connect_ServerUnavailableAtFirst_IsTriedAgain()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        var refusals = 2;
        server.Script.OnJoin = (_, caller) => refusals-- > 0
            ? throw new Microsoft.AspNetCore.SignalR.HubException("unavailable: Not yet.")
            : caller.Joined(HubScript.Joined("e1", 0));
        await using var connection = server.Connection();

        Assert.Equal("e1", (await connection.ConnectAsync(Cancel)).Epoch);
    }

    [Fact]
    public async Task Connect_JoinRefused_ThrowsItsCode()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        server.Script.OnJoin = (_, _) => throw new Microsoft.AspNetCore.SignalR.HubException("session_ended: Over: it is.");
        await using var connection = server.Connection();

        var failure = await Assert.ThrowsAsync<SignalingException>(() => connection.ConnectAsync(Cancel));

        Assert.Equal(("session_ended", "Over: it is."), (failure.Code, failure.Detail));
    }

    [Fact]
    public async Task Connect_Cancelled_ThrowsOperationCanceled()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        server.Script.OnJoin = (_, _) => giveUp.CancelAsync();
        await using var connection = server.Connection();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.ConnectAsync(giveUp.Token));
    }

    [Fact]
    public async Task Send_Taken_ReturnsTheAck()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        await connection.ConnectAsync(Cancel);

        Assert.Equal(1, (await connection.SendOfferAsync("v=0", Cancel)).Seq);
        Assert.Equal(3, (await connection.SendIceCandidateAsync(null, Cancel)).Seq);

        await server.Script.Received.Reader.ReadAsync(Cancel);
        var offer = Assert.IsType<OfferMessage>(await server.Script.Received.Reader.ReadAsync(Cancel));
        Assert.True(offer is { Sdp: "v=0", Id.Length: > 0 and <= ClientMessage.MaxIdLength });
        var candidate = Assert.IsType<IceCandidateMessage>(await server.Script.Received.Reader.ReadAsync(Cancel));
        Assert.True(candidate is { HasCandidate: true, Candidate: null, Candidates: null });
    }

    [Fact]
    public async Task Send_Refused_ThrowsCodeAndDetail()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        await using var connection = server.Connection();
        await connection.ConnectAsync(Cancel);

        var failure = await Assert.ThrowsAsync<SignalingException>(() => connection.UnmuteAsync(MediaPermission.Audio, Cancel));

        Assert.Equal(("permission_denied", "No audio."), (failure.Code, failure.Detail));
    }

    [Fact]
    public async Task Handlers_Slow_AreAwaitedInOrderAndMaySend()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        server.Script.OnOffer = async (_, caller) =>
        {
            await caller.Offer(new() { FromUserId = "bob", Seq = 2, Sdp = "o" });
            await caller.PeerLeft(new() { UserId = "bob", Reason = "bye" });
        };
        await using var connection = server.Connection();
        var seen = new List<string>();
        var left = new TaskCompletionSource<PeerLeft>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.OnOffer(async offer =>
        {
            await connection.SendAnswerAsync("a", offer.Seq, Cancel);
            seen.Add("offer");
        });
        connection.OnPeerLeft(message =>
        {
            seen.Add("left");
            left.SetResult(message);
            return Task.CompletedTask;
        });
        await connection.ConnectAsync(Cancel);

        await connection.SendOfferAsync("v=0", Cancel);

        Assert.Equal("bye", (await left.Task.WaitAsync(Cancel)).Reason);
        Assert.Equal(["offer", "left"], seen);
    }

    [Fact]
    public async Task Logs_WholeLife_HoldNoToken()
    {
        await using var server = await FakeServer.StartAsync(Cancel);
        using var logs = new RecordingLoggerFactory();
        await using (var connection = server.Connection(loggerFactory: logs))
        {
            await connection.ConnectAsync(Cancel);
            await connection.SendOfferAsync("v=0", Cancel);
        }

        Assert.NotEmpty(logs.Lines);
        Assert.DoesNotContain(logs.Lines, line => line.Contains(FakeServer.Token, StringComparison.Ordinal));
    }
}
