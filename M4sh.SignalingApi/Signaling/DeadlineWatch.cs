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
    private volatile bool _failing;

    internal async Task RunCycleAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var done = await Task.WhenAll(
            EachAsync(peer => peer.IceAt > 0 && peer.IceAt <= now.ToUnixTimeMilliseconds(), peer => LookAfterIceAsync(peer, cancellationToken), cancellationToken),
            EachAsync(peer => peer.TokenNoticeAt <= now, peer => successors.SendAsync(peer, cancellationToken), cancellationToken),
            EachAsync(peer => peer.Ice.ServersNoticeAt <= now, peer => renewal.SendAsync(peer, cancellationToken), cancellationToken));
        _failing = done.Contains(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.NodeBeat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await RunCycleAsync(stoppingToken);
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

    /// <summary>What fails for one waits for the next look, and nobody else waits for it.</summary>
    /// <returns>Whether nothing failed.</returns>
    private async Task<bool> EachAsync(Func<SignalingPeer, bool> isDue, Func<SignalingPeer, Task> act, CancellationToken cancellationToken)
    {
        var failures = 0;
        await Concurrently.ForEachAsync(peers.All.Where(isDue), async peer =>
        {
            try
            {
                await act(peer);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // Said once, not at every look for as long as something is away.
                var isFirst = Interlocked.Increment(ref failures) == 1 && !_failing;
                Log.Failed(logger, isFirst ? LogLevel.Warning : LogLevel.Debug, exception);
            }
        });
        return failures == 0;
    }

    private static partial class Log
    {
        [LoggerMessage("What is due for connections could not be done; tried again at once")]
        public static partial void Failed(ILogger logger, LogLevel level, Exception exception);
    }
}
