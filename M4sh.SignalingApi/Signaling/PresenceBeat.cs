using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Routing;

namespace M4sh.SignalingApi.Signaling;

/// <summary>
/// Tells Postgres at every beat that this node lives and whom it has, and takes from there which of its peers' sessions have ended, or were left. The worker
/// reaps sessions without a word to anybody, and who ended one may have died before it could tell: here it is made good.
/// </summary>
internal sealed partial class PresenceBeat(
    IServiceScopeFactory scopes, LocalPeers peers, SignalingNode node, Leaves leaves, TimeProvider time, ILogger<PresenceBeat> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan NotifierTime = TimeSpan.FromSeconds(2);

    private bool _failing;

    internal async Task RunCycleAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var presence = scope.ServiceProvider.GetRequiredService<SessionPresence>();
        var now = time.GetUtcNow();
        await presence.BeatAsync(node.Id, [.. peers.All.Select(peer => peer.Place.ConnectionId)], now, cancellationToken);
        var left = await presence.LeftAsync(node.Id, now - NotifierTime, cancellationToken);
        var ended = await presence.EndedAsync(node.Id, now - NotifierTime, cancellationToken);
        foreach (var peer in peers.All.Where(peer => ended.ContainsKey(peer.SessionId)))
        {
            peer.Outbox.Post(PeerMessages.SessionState.Of(new() { Status = SessionStatus.Ended, EndReason = ended[peer.SessionId] }));
            peer.Outbox.Post(PeerMessages.Stop(DisconnectReasons.SessionEnded));
        }

        foreach (var (connection, at) in left)
        {
            if (peers.Find(connection) is { } peer)
                await EndAsync(peer, at);
        }
    }

    private async Task EndAsync(SignalingPeer peer, DateTimeOffset leftAt)
    {
        await leaves.RepairAsync(peer.SessionId, peer.UserId, leftAt);
        peer.Outbox.Post(PeerMessages.Stop(DisconnectReasons.Left));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await GuardAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task GuardAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunCycleAsync(stoppingToken);
            if (_failing)
                Log.Recovered(logger);

            _failing = false;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // Said once, not at every beat for as long as Postgres is away.
            Log.Failed(logger, _failing ? LogLevel.Debug : LogLevel.Warning, exception);
            _failing = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage("Postgres cannot be told who is connected; tried again at the next beat")]
        public static partial void Failed(ILogger logger, LogLevel level, Exception exception);

        [LoggerMessage(LogLevel.Information, "Postgres is told again who is connected")]
        public static partial void Recovered(ILogger logger);
    }
}
