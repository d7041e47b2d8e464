using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
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
    private int _due;

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

    /// <summary>
    /// Whether the connection's token is revoked by now: one that opened while its token was being revoked. Once it was let in it stays when its token is
    /// refreshed.
    /// </summary>
    /// <exception cref="M4shException"><c>token_revoked</c>.</exception>
    public async Task CheckAsync(SignalingPeer peer)
    {
        if (await revocations.IsRevokedItselfAsync(peer.Token, peer.IsAdmitted))
            throw new M4shException(ErrorCodes.TokenRevoked, "The token has been revoked.");
    }

    /// <summary>Closes the connections whose revocation was missed. What fails is due again.</summary>
    public async Task CatchUpAsync()
    {
        if (Interlocked.Exchange(ref _due, 0) == 0)
            return;

        try
        {
            var all = peers.All.ToList();
            var ended = await revocations.WithoutConnectionsAsync([.. all.Select(peer => peer.Token)], CancellationToken.None);
            foreach (var peer in all.Where(peer => ended.Contains(peer.Token)))
                Close(peer);
        }
        catch
        {
            Volatile.Write(ref _due, 1);
            throw;
        }
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
        Volatile.Write(ref _due, 1);

        // There are two, for commands and for subscriptions: the later of them finds both there.
        if (!redis.GetDatabase().IsConnected(default) || !redis.GetSubscriber().IsConnected(Channel))
            return;

        try
        {
            await CatchUpAsync();
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

        [LoggerMessage(LogLevel.Error, "After Redis came back the connections' tokens could not be checked; tried again at the next beat")]
        public static partial void NotChecked(ILogger logger, Exception exception);
    }
}
