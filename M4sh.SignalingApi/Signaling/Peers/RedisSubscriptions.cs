using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Peers;

internal static partial class RedisSubscriptions
{
    /// <summary>
    /// Subscribes to a channel. Where Redis is away, the connection does that by itself as soon as it is there, as with all that it knows to be
    /// subscribed: then nobody has to wait, nor to try again.
    /// </summary>
    public static async Task<ChannelMessageQueue> SubscribeSoonAsync(this IConnectionMultiplexer redis, RedisChannel channel, ILogger logger)
    {
        var subscriber = redis.GetSubscriber();
        var queue = await subscriber.SubscribeAsync(channel, CommandFlags.FireAndForget);
        try
        {
            // The answer comes on the same connection, after the subscription.
            await subscriber.PingAsync();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Log.Away(logger, exception.GetType().Name);
        }

        return queue;
    }

    /// <summary>Ends a subscription, or finds that its connection did.</summary>
    public static async Task EndAsync(this ChannelMessageQueue queue)
    {
        try
        {
            await queue.UnsubscribeAsync(CommandFlags.FireAndForget);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or RedisException)
        {
            // Redis is away, or the host stopped after its services were disposed of: the connection is gone, and the subscription with it.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Redis is away at the start ({Reason}): its messages come once it is there")]
        public static partial void Away(ILogger logger, string reason);
    }
}
