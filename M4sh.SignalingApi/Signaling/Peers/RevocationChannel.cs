using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Tokens;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>
/// Closes connections whose token was revoked on any replica, or is of no use since its user left or the session ended. All nodes hear of it: a
/// connection that has not joined yet is in no room where it could be looked up. What was published while this node had lost Redis is made up for when it is back.
/// </summary>
internal sealed partial class RevocationChannel(
    IConnectionMultiplexer redis, LocalPeers peers, TokenRevocations revocations, ILogger<RevocationChannel> logger) : IHostedService
{
    private static readonly RedisChannel Channel = RedisChannel.Literal("m4sh:tokens:revoked");

    private ChannelMessageQueue? _queue;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        redis.ConnectionRestored += OnConnectionRestored;
        _queue = await redis.SubscribeSoonAsync(Channel, logger);
        _queue.OnMessage(message => Take(message.Message));
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        redis.ConnectionRestored -= OnConnectionRestored;
        return Interlocked.Exchange(ref _queue, null)?.EndAsync() ?? Task.CompletedTask;
    }

    public Task PublishAsync(RevokedTokens revoked) =>
        redis.GetSubscriber().PublishAsync(Channel, JsonSerializer.SerializeToUtf8Bytes(revoked));

    /// <summary>Whether the connection's token is revoked by now: one that opened while its token was being revoked. A token
    /// that was refreshed meanwhile opens no other, and this one stays.</summary>
    /// <exception cref="M4shException"><c>token_revoked</c>.</exception>
    public async Task CheckAsync(SignalingPeer peer)
    {
        if (await revocations.IsRevokedItselfAsync(peer.Token))
            throw new M4shException(ErrorCodes.TokenRevoked, "The token has been revoked.");
    }

    private static void Close(SignalingPeer peer, string reason = DisconnectReasons.TokenRevoked) => peer.Outbox.Post(PeerMessages.Stop(reason));

    private void Take(ReadOnlyMemory<byte> json)
    {
        try
        {
            var revoked = JsonSerializer.Deserialize<RevokedTokens>(json.Span) ?? throw new JsonException("The revocation is null.");
            foreach (var peer in peers.Of(revoked.SessionId).Where(revoked.Covers))
                Close(peer, revoked.Reason);
        }
        catch (JsonException exception)
        {
            Log.Unreadable(logger, exception);
        }
    }

    private async void OnConnectionRestored(object? sender, ConnectionFailedEventArgs arguments)
    {
        // There are two, for commands and for subscriptions: the later of them finds both there.
        if (!redis.GetDatabase().IsConnected(default) || !redis.GetSubscriber().IsConnected(Channel))
            return;

        try
        {
            foreach (var peer in peers.All)
            {
                if (await revocations.EndsConnectionsAsync(peer.Token, CancellationToken.None))
                    Close(peer);
            }
        }
        catch (Exception exception)
        {
            Log.NotChecked(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A revocation from another node cannot be read")]
        public static partial void Unreadable(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Error, "After Redis came back the connections' tokens could not be checked")]
        public static partial void NotChecked(ILogger logger, Exception exception);
    }
}
