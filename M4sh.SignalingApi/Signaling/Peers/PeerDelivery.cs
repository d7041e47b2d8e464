using System.Diagnostics;
using M4sh.SignalingApi.Telemetry;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>Brings a message to a connection: straight into its outbox where it is on this node, else over its node's channel.</summary>
internal sealed class PeerDelivery(LocalPeers peers, SignalingNode node, IConnectionMultiplexer redis)
{
    public ValueTask SendAsync(PeerPlace place, PeerMessage message)
    {
        if (place.Node != node.Id)
            return PublishAsync(place, message);

        peers.Find(place.ConnectionId)?.Outbox.Post(message, Activity.Current?.Context ?? default);
        return ValueTask.CompletedTask;
    }

    public async ValueTask SendAsync(IEnumerable<PeerPlace> places, PeerMessage message)
    {
        foreach (var place in places)
            await SendAsync(place, message);
    }

    private async ValueTask PublishAsync(PeerPlace place, PeerMessage message) => await redis.GetSubscriber()
        .PublishAsync(RedisChannel.Literal(SignalingNode.ChannelOf(place.Node)), NodeEnvelope.Write(place.ConnectionId, message, Activity.Current?.Id))
        .TracedAsync("PUBLISH");
}
