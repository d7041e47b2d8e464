using System.Text.Json;
using M4sh.Client.Signaling;
using M4sh.Client.Tests.Signaling.Negotiation;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.Contracts.Tokens;

namespace M4sh.Client.Tests.Signaling;

public sealed class UnackedMessagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_SeveralAnsweredAtOnce_SendsThemAll()
    {
        await using var server = new FakeTransport(HubScript.Joined("1", 0));
        var messages = new UnackedMessages(server, static _ => Task.CompletedTask);
        var first = messages.SendAsync(nameof(ISignalingServer.Rollback), new RollbackMessage { Id = "1" }, epoch: null, Cancel);
        var second = messages.SendAsync(nameof(ISignalingServer.Rollback), new RollbackMessage { Id = "2" }, epoch: null, Cancel);

        messages.Open("1");

        Assert.Equal(1, (await first).Seq);
        Assert.Equal(2, (await second).Seq);
    }

    [Fact]
    public async Task Retry_SomethingNewerWasSaidSince_IsNotMade()
    {
        await using var server = new FakeTransport(HubScript.Joined("1", 0)) { Refusal = new(ErrorCodes.Unavailable, "Not now.") };
        var pause = new TaskCompletionSource();
        var messages = new UnackedMessages(server, _ => pause.Task);
        messages.Open("1");
        var unmute = messages.SendAsync(nameof(ISignalingServer.Unmute), Audio("1"), epoch: null, Cancel);
        var other = messages.SendAsync(nameof(ISignalingServer.Mute), new MuteMessage { Id = "2", Kind = MediaPermission.Video }, epoch: null, Cancel);
        var mute = messages.SendAsync(nameof(ISignalingServer.Mute), Audio("3"), epoch: null, Cancel);

        pause.SetResult();

        Assert.Equal(new Ack { Id = "1" }, await unmute.WaitAsync(Cancel));
        Assert.Equal((1, 2), ((await other).Seq, (await mute).Seq));
        Assert.Equal(["1", "2", "3"], server.Sent.Cast<ClientMessage>().Select(message => message.Id));
    }

    [Fact]
    public async Task Retry_NothingNewerWasSaid_IsMade()
    {
        await using var server = new FakeTransport(HubScript.Joined("1", 0)) { Refusal = new(ErrorCodes.Unavailable, "Not now.") };
        var messages = new UnackedMessages(server, static _ => Task.CompletedTask);
        messages.Open("1");

        Assert.Equal(1, (await messages.SendAsync(nameof(ISignalingServer.Unmute), Audio("1"), epoch: null, Cancel)).Seq);
    }

    [Fact]
    public async Task Send_WhatIsNoJson_FailsAtOnce()
    {
        await using var server = new FakeTransport(HubScript.Joined("1", 0));
        var messages = new UnackedMessages(server, static _ => Task.CompletedTask);
        object[] unwritable =
        [
            new QosSample { Id = "1", RttMs = double.NaN, PacketLossPct = 0, JitterMs = 0 },
            new ConnectionStateMessage { Id = "2", State = PeerConnectionState.Connected, CandidatePair = default(JsonElement) },
        ];

        foreach (var message in unwritable)
        {
            var refusal = await Assert.ThrowsAsync<SignalingException>(() => messages.SendAsync("Any", message, epoch: null, Cancel));
            Assert.Equal(ErrorCodes.InvalidRequest, refusal.Code);
        }

        messages.Open("1");
        Assert.Empty(server.Sent);
    }

    private static MuteMessage Audio(string id) => new() { Id = id, Kind = MediaPermission.Audio };
}
