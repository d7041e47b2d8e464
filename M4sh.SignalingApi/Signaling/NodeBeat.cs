using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using M4sh.SignalingApi.Signaling.Routing;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling;

/// <summary>
/// Says in Redis at every beat that this node lives, takes the peers of nodes that do not out of the rooms of its own peers, and makes up for what
/// went missing while Redis was away.
/// </summary>
internal sealed partial class NodeBeat(
    IConnectionMultiplexer redis, SignalingNode node, LocalPeers peers, PeerDelivery delivery, Departures departures, Leaves leaves,
    RevocationChannel revocations, IOptions<RoomOptions> options, TimeProvider time, ILogger<NodeBeat> logger) : BackgroundService
{
    private readonly RoomOptions _options = options.Value;
    private volatile int _steadyBeats;
    private int _restored;

    // After Redis was away the others beat again only as they find it.
    private bool MayJudge => _steadyBeats * _options.NodeBeat > _options.NodeTimeout;

    internal async Task RunCycleAsync()
    {
        await BeatAsync();
        await LookAfterAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        redis.ConnectionRestored += OnConnectionRestored;
        try
        {
            // However long the rest takes, the others must not take this node for dead meanwhile.
            await Task.WhenAll(RepeatAsync(BeatAsync, stoppingToken), RepeatAsync(LookAfterAsync, stoppingToken));
        }
        finally
        {
            redis.ConnectionRestored -= OnConnectionRestored;
        }
    }

    private static RedisKey KeyOf(string node) => $"{SignalingNode.ChannelOf(node)}:alive";

    private void OnConnectionRestored(object? sender, ConnectionFailedEventArgs arguments) => Volatile.Write(ref _restored, 1);

    private async Task BeatAsync()
    {
        var database = redis.GetDatabase();
        if (await database.StringSetAsync(KeyOf(node.Id), "1", _options.NodeTimeout, when: When.Exists))
        {
            _steadyBeats++;
            return;
        }

        // Redis did not know this node (any more), so the others may have taken its peers for gone.
        _steadyBeats = 0;
        await database.StringSetAsync(KeyOf(node.Id), "1", _options.NodeTimeout);
        LookAll();
    }

    private async Task LookAfterAsync()
    {
        await RestoreAsync();
        await revocations.CatchUpAsync();
        await departures.CatchUpAsync();
        await leaves.CatchUpAsync();
        await delivery.CatchUpAsync();
        if (MayJudge)
            await BuryAsync();
    }

    /// <summary>What was published while the subscription was cut nobody sends again.</summary>
    private async Task RestoreAsync()
    {
        if (Interlocked.Exchange(ref _restored, 0) == 0)
            return;

        try
        {
            // Over the same connection as the subscriptions, and so after them.
            await redis.GetSubscriber().PingAsync();
            LookAll();
        }
        catch
        {
            Volatile.Write(ref _restored, 1);
            throw;
        }
    }

    private void LookAll()
    {
        foreach (var peer in peers.All.Where(peer => peer.HasJoined))
            peer.Outbox.Post(PeerMessages.LookAgain());
    }

    private async Task BuryAsync()
    {
        var elsewhere = peers.All
            .Select(peer => (Peer: peer, peer.Outbox.Cursor?.Other))
            .Where(pair => pair.Other is not null && pair.Other.Place.Node != node.Id)
            .ToLookup(pair => pair.Other!.Place.Node);
        foreach (var others in elsewhere)
        {
            if (await redis.GetDatabase().KeyExistsAsync(KeyOf(others.Key)))
                continue;

            Log.Dead(logger, others.Key);
            await Concurrently.ForEachAsync(others, pair => BuryAsync(pair.Peer, pair.Other!));
        }
    }

    private async Task BuryAsync(SignalingPeer peer, OtherPeer dead)
    {
        // Where somebody else did it already, the news may be lost.
        if (!await departures.TakeOutAsync(peer.SessionId, dead.UserId, dead.Place))
            peer.Outbox.Post(PeerMessages.LookAgain());
    }

    private async Task RepeatAsync(Func<Task> act, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.NodeBeat, time);
        var failing = false;
        do
        {
            failing = !await TryAsync(act, failing);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> TryAsync(Func<Task> act, bool failing)
    {
        try
        {
            await act();
            if (failing)
                Log.Recovered(logger);

            return true;
        }
        catch (Exception exception)
        {
            // Said once, not at every beat for as long as Redis is away.
            Log.Failed(logger, failing ? LogLevel.Debug : LogLevel.Warning, exception);
            _steadyBeats = 0;
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Node {Node} is gone; its peers are taken out of their rooms")]
        public static partial void Dead(ILogger logger, string node);

        [LoggerMessage("Redis cannot be told that this node lives, or who is gone; tried again at the next beat")]
        public static partial void Failed(ILogger logger, LogLevel level, Exception exception);

        [LoggerMessage(LogLevel.Information, "Redis is told again that this node lives, or who is gone")]
        public static partial void Recovered(ILogger logger);
    }
}
