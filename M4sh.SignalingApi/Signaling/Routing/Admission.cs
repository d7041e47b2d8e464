using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>
/// Whether a connection whose token is good may stay: it is not revoked, the session is there and goes on, and its user has a place in it. Most send their
/// <c>join</c> at once, which has to look at all that anyway: it is asked once for both, and on its own only of those that do not.
/// </summary>
internal sealed partial class Admission(
    RevocationChannel revocations, SessionGateway sessions, IOptions<ConnectionOptions> options, TimeProvider time, ILogger<Admission> logger)
{
    /// <summary>Looks after a connection that has just opened, until it has joined. Handles its own failures.</summary>
    public async Task WatchAsync(SignalingPeer peer, CancellationToken closed)
    {
        await PassAsync(options.Value.AdmissionDelay, closed);
        if (!peer.IsAdmitted && !closed.IsCancellationRequested)
            await TryLookAsync(peer, closed);

        if (peer.HasEntered || closed.IsCancellationRequested)
            return;

        // It would hold its place here for as long as it answers pings.
        await PassAsync(options.Value.JoinTimeout - options.Value.AdmissionDelay, closed);
        if (!peer.HasEntered && !closed.IsCancellationRequested)
            peer.Outbox.Post(PeerMessages.Resume(DisconnectReasons.TooSlow));
    }

    private async Task PassAsync(TimeSpan pause, CancellationToken closed) =>
        await Task.Delay(pause, time, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task TryLookAsync(SignalingPeer peer, CancellationToken closed)
    {
        try
        {
            await LookAsync(peer, joins: false, closed);
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // It was closed in the meantime.
        }
        catch (Exception exception) when (ErrorTranslation.Translate(exception) is { } refusal)
        {
            // Where a message was faster, it is here: what has happened since, it is told by whoever did it.
            if (!peer.IsAdmitted)
                Refuse(peer, refusal, exception);
        }
    }

    /// <summary>Lets the connection in, or closes it.</summary>
    /// <param name="peer">The connection.</param>
    /// <param name="joins">Its signaling is there from now on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its session.</returns>
    /// <exception cref="M4shException">It is closed.</exception>
    public async Task<Session> AdmitAsync(SignalingPeer peer, bool joins, CancellationToken cancellationToken)
    {
        try
        {
            return await LookAsync(peer, joins, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && ErrorTranslation.Translate(exception) is { } refusal)
        {
            Refuse(peer, refusal, exception);
            throw;
        }
    }

    private async Task<Session> LookAsync(SignalingPeer peer, bool joins, CancellationToken cancellationToken)
    {
        // From here on this node would hear of a revocation; one that came while the connection opened it has not heard of.
        await revocations.CheckAsync(peer);
        var session = await sessions.ArriveAsync(peer, joins, cancellationToken);
        peer.IsAdmitted = true;
        return session;
    }

    private void Refuse(SignalingPeer peer, M4shException refusal, Exception exception)
    {
        var unavailable = refusal.Code == ErrorCodes.Unavailable;
        if (unavailable)
            Log.Unavailable(logger, exception);

        peer.Outbox.Post(PeerMessages.Disconnect.Of(new()
        {
            Action = unavailable ? DisconnectAction.Resume : DisconnectAction.Stop,
            Reason = refusal.Code,
        }));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A connection cannot be let in because a service that is needed does not answer")]
        public static partial void Unavailable(ILogger logger, Exception exception);
    }
}
