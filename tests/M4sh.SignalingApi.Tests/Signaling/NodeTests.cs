using System.Net.WebSockets;
using M4sh.SignalingApi.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using M4sh.SignalingApi.Tests.Signaling.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Tests.Signaling;

/// <summary>Nodes that die, stall, stop, or lose Redis for a moment: a Redis of their own, since they cut it.</summary>
public sealed class NodeTests(OwnRedisFixture fixture) : SignalingTests(fixture), IClassFixture<OwnRedisFixture>
{
    // Their own beats are far away: the test does them.
    private static readonly Dictionary<string, string?> OwnBeats = new() { ["Signaling:NodeBeat"] = "00:05:00", ["Signaling:NodeTimeout"] = "00:12:00" };

    private static readonly Dictionary<string, string?> Patient = new() { ["Signaling:FarewellTimeout"] = "00:00:30" };

    [Fact]
    public async Task Node_Dead_ItsPeersAreToldAsDisconnected()
    {
        var (alive, dead) = (Start("survivor", OwnBeats), Start("dead", OwnBeats));
        var (host, guest) = await ConnectWiresAsync(alive, dead);
        await KillAsync(dead);

        await BeatAsync(alive, times: 4);

        Assert.Equal(guest.UserId, (await host.NextAsync("PeerDisconnected")).GetProperty("user_id").GetString());
        Assert.Equal(1, await host.SendCandidateAsync("missed"));
        var again = Add(new WirePeer(alive, guest.Join));
        Assert.True((await again.JoinAsync(guest.Epoch, lastSeq: 0)).GetProperty("resumed").GetBoolean());
        Assert.Equal("missed", await again.NextCandidateAsync());
        await host.NextAsync("PeerReconnected");
    }

    [Fact]
    public async Task Node_OnlyTakenForDead_ItsPeersJoinAgain()
    {
        var (other, stalled) = (Start("other", OwnBeats), Start("stalled", OwnBeats));
        var (host, guest) = await ConnectWiresAsync(other, stalled);
        await KillAsync(stalled);
        await BeatAsync(other, times: 4);
        await host.NextAsync("PeerDisconnected");

        await BeatAsync(stalled);

        var disconnect = await guest.NextAsync("Disconnect");
        Assert.Equal(("resume", "room_lost"), (disconnect.GetProperty("action").GetString(), disconnect.GetProperty("reason").GetString()));
        await guest.ClosedAsync();
    }

    [Fact]
    public async Task Node_JustBack_JudgesNobody()
    {
        var (hasty, dead) = (Start("hasty", OwnBeats), Start("not-judged", OwnBeats));
        var (host, _) = await ConnectWiresAsync(hasty, dead);
        await KillAsync(dead);
        await KillAsync(hasty);

        await BeatAsync(hasty, times: 2);

        Assert.Equal(1, await host.SendCandidateAsync("c"));
        host.AssertNothingMore();
    }

    [Fact]
    public async Task Subscription_Cut_WhatWasMissedComesWhenItIsBack()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await AppendOnlyAsync(host, "lost");

        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{fixture.RedisConnection},allowAdmin=true,connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000");
        await admin.GetServers()[0].ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");

        Assert.Equal("lost", await guest.NextCandidateAsync());
        Assert.Equal(2, await host.SendCandidateAsync("next"));
        Assert.Equal("next", await guest.NextCandidateAsync());
    }

    [Fact]
    public async Task Room_Lost_ItsPeersJoinAgainAndStartAnEpoch()
    {
        var (host, guest) = await ConnectWiresAsync(First, Second);
        await First.Services.GetRequiredService<RoomStore>().DeleteAsync(host.Join.Session.Id);

        Assert.Equal("unavailable", await host.RefusalAsync("IceCandidate", new { candidate = new { candidate = "c" }, id = "1" }));

        Assert.Equal("resume", (await host.NextAsync("Disconnect")).GetProperty("action").GetString());
        await host.ClosedAsync();
        var again = Add(new WirePeer(First, host.Join));
        Assert.False((await again.JoinAsync(host.Epoch, lastSeq: 0)).GetProperty("resumed").GetBoolean());
        Assert.NotEqual(host.Epoch, again.Epoch);
        Assert.Equal(1, await again.SendAsync("IceCandidate", new { candidate = new { candidate = "c" }, id = "1" }));
        Assert.Equal("unavailable", await guest.RefusalAsync("IceCandidate", new { candidate = new { candidate = "c" } }));
    }

    [Fact]
    public async Task Replica_Stopping_TellsItsPeersToResume()
    {
        var leaving = Start("leaving", Patient);
        var (host, guest) = await ConnectWiresAsync(First, leaving);

        await leaving.DisposeAsync();

        var disconnect = await guest.NextAsync("Disconnect");
        Assert.Equal(("resume", "going_away"), (disconnect.GetProperty("action").GetString(), disconnect.GetProperty("reason").GetString()));
        await guest.ClosedAsync();
        await host.NextAsync("PeerDisconnected");
    }

    [Fact]
    public async Task Replica_ToldToStop_TellsBothTransportsToResume()
    {
        var stopping = Start("stopping", Patient);
        var (host, guest) = await StartCallAsync();
        var socket = Add(await RawPeer.ConnectAsync(stopping, host.Session.Id, host.Token, Cancel));
        await socket.JoinAsync(Cancel);
        var hub = Add(await RawPeer.ConnectHubAsync(stopping, guest.Token, Cancel));
        await hub.InvokeAsync("Join", Cancel);
        await hub.UntilCalledAsync("Joined", Cancel);

        // As on SIGTERM. It returns when SignalR has cut off what was left.
        var stop = Task.Run(stopping.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication, Cancel);

        var disconnect = await hub.UntilCalledAsync("Disconnect", Cancel);
        Assert.Equal("""{"action":"resume","reason":"going_away"}""", disconnect.GetRawText());
        var close = await hub.UntilAsync(message => message.GetProperty("type").GetInt32() == 7, Cancel);
        Assert.True(close.GetProperty("allowReconnect").GetBoolean());
        await hub.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, Cancel);
        Assert.Equal((1012, "resume", "going_away"), await socket.ClosedAsync(Cancel));
        await stop;
    }

    private static async Task BeatAsync(ApiReplica replica, int times = 1)
    {
        for (var i = 0; i < times; i++)
            await replica.Services.GetRequiredService<NodeBeat>().RunCycleAsync();
    }

    /// <summary>For the others a replica is dead whose beat ran out. Its first, at the start, must not come after that.</summary>
    private static async Task KillAsync(ApiReplica replica)
    {
        var database = replica.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        var beat = $"{SignalingNode.ChannelOf(replica.Services.GetRequiredService<SignalingNode>().Id)}:alive";
        while (!await database.KeyDeleteAsync(beat))
            Cancel.ThrowIfCancellationRequested();
    }
}
