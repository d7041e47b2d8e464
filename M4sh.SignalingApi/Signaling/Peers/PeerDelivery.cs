using System.Collections.Concurrent;
using System.Diagnostics;
using M4sh.SignalingApi.Telemetry;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>Brings a message to a connection: straight into its outbox where it is on this node, else over its node's channel.</summary>
internal sealed partial class PeerDelivery(LocalPeers peers, SignalingNode node, IConnectionMultiplexer redis, ILogger<PeerDelivery> logger)
{
    private readonly ConcurrentDictionary<PeerPlace, bool> _owed = new();

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

    /// <summary>What the room has already: where it cannot be sent now, the other's node is later told to look for it.</summary>
    public async ValueTask SendKeptAsync(PeerPlace place, PeerMessage message)
    {
        try
        {
            await SendAsync(place, message);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.NotSent(logger, exception);
            _owed[place] = true;
        }
    }

    /// <summary>Makes up for what could not be sent.</summary>
    public Task CatchUpAsync() => Concurrently.ForEachAsync(_owed.Keys, async place =>
    {
        _owed.TryRemove(place, out _);
        await SendKeptAsync(place, PeerMessages.LookAgain());
    });

    private async ValueTask PublishAsync(PeerPlace place, PeerMessage message) => await redis.GetSubscriber()
        .PublishAsync(RedisChannel.Literal(SignalingNode.ChannelOf(place.Node)), NodeEnvelope.Write(place.ConnectionId, message, Activity.Current?.Id))
        .TracedAsync("PUBLISH");

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "A message that is kept could not be sent to the other's node; it is told later")]
        public static partial void NotSent(ILogger logger, Exception exception);
    }
}
