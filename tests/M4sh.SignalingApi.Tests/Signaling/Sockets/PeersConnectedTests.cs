using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

/// <summary>What <c>webrtc_peers_connected</c> tells.</summary>
public sealed class PeersConnectedTests(SignalingFixture fixture) : SocketTests(fixture)
{
    [Fact]
    public async Task PeersConnected_JoinedReplacedAndCutOff_AreThosePresent()
    {
        var replica = Start("counted");
        var peers = replica.Services.GetRequiredService<LocalPeers>();
        var (host, guest) = await StartCallAsync();
        var watcher = await OpenJoinedAsync(replica, host);
        var joinsLater = await OpenAsync(replica, guest);
        Assert.Equal(1, peers.Connected);

        await using (var cutOff = await RawTcp.ConnectAsync(replica, guest.Session.Id, guest.Token, Cancel))
        {
            await cutOff.SendAsync(RawTcp.Text, """{"type":"join"}""", Cancel);
            await watcher.NextAsync("peer-joined", Cancel);
            Assert.Equal(2, peers.Connected);
        }

        await watcher.NextAsync("peer-disconnected", Cancel);
        Assert.Equal(1, peers.Connected);

        await joinsLater.JoinAsync(Cancel);
        Assert.Equal(2, peers.Connected);

        var replaces = await OpenJoinedAsync(replica, guest);
        await joinsLater.ClosedAsync(Cancel);
        Assert.Equal(2, peers.Connected);

        await replaces.SendAsync("""{"type":"leave"}""", Cancel);
        await replaces.ClosedAsync(Cancel);
        Assert.Equal(1, peers.Connected);
    }
}
