using System.Text.Json;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>Takes what other nodes send to this one's connections. One channel a node: subscribing a connection, a user or a session costs nothing.</summary>
internal sealed partial class NodeChannel(IConnectionMultiplexer redis, SignalingNode node, LocalPeers peers, ILogger<NodeChannel> logger) : IHostedService
{
    private ChannelMessageQueue? _queue;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _queue = await redis.SubscribeSoonAsync(RedisChannel.Literal(SignalingNode.ChannelOf(node.Id)), logger);

        // One after the other, in the order of publication.
        _queue.OnMessage(message => Take(message.Message));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Interlocked.Exchange(ref _queue, null)?.EndAsync() ?? Task.CompletedTask;

    private void Take(ReadOnlyMemory<byte> envelope)
    {
        try
        {
            if (NodeEnvelope.Read(envelope) is var (connectionId, message, trace))
                peers.Find(connectionId)?.Outbox.Post(message, trace);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            Log.Unreadable(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A message from another node cannot be read")]
        public static partial void Unreadable(ILogger logger, Exception exception);
    }
}
