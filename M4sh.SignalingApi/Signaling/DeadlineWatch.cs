using M4sh.Contracts.Ice;
using M4sh.SignalingApi.Ice;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using M4sh.SignalingApi.Signaling.Routing;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling;

/// <summary>Does for this node's connections what is due at a time: <c>ice-timeout</c>, the end of a call that finds no path, what tokens and TURN credentials are followed by.</summary>
internal sealed partial class DeadlineWatch(
    LocalPeers peers, IceTimers timers, PeerDelivery delivery, SessionGateway sessions, TokenSuccessors successors,
    IceRenewal renewal, IceFailures failures, IOptions<RoomOptions> options,
    TimeProvider time, ILogger<DeadlineWatch> logger) : BackgroundService
{
    private bool _failing;

    internal async Task RunCycleAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var peer in peers.All.Where(peer => peer.IceAt > 0 && peer.IceAt <= now.ToUnixTimeMilliseconds()))
            await LookAfterIceAsync(peer, cancellationToken);

        foreach (var peer in peers.All.Where(peer => peer.TokenNoticeAt <= now))
            await successors.SendAsync(peer, cancellationToken);

        foreach (var peer in peers.All.Where(peer => peer.Ice.ServersNoticeAt <= now))
            await renewal.SendAsync(peer, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.NodeBeat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await GuardAsync(stoppingToken);
    }

    private async Task LookAfterIceAsync(SignalingPeer peer, CancellationToken cancellationToken)
    {
        var (step, reached, places) = await timers.StepAsync(peer);
        if (step >= IceTimers.LastStep)
            await sessions.FailIceAsync(peer, cancellationToken);
        else if (step > 0)
            await delivery.SendAsync(places, PeerMessages.IceTimeoutOf(step == 1 ? IceTransportPolicy.All : IceTransportPolicy.Relay));

        await failures.TimedOutAsync(peer, reached, cancellationToken);
    }

    private async Task GuardAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunCycleAsync(stoppingToken);
            _failing = false;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // What was not done is due at the next look.
            Log.Failed(logger, _failing ? LogLevel.Debug : LogLevel.Warning, exception);
            _failing = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage("What is due for connections could not be done; tried again at once")]
        public static partial void Failed(ILogger logger, LogLevel level, Exception exception);
    }
}
