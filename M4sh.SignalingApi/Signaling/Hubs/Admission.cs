using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Routing;

namespace M4sh.SignalingApi.Signaling.Hubs;

/// <summary>Whether a connection whose token is good may stay: it is not revoked, the session is there and goes on, and its user has a place in it.</summary>
internal sealed partial class Admission(RevocationChannel revocations, SessionGateway sessions, ILogger<Admission> logger)
{
    public async Task CheckAsync(SignalingPeer peer, CancellationToken cancellationToken)
    {
        try
        {
            // From here on this node would hear of a revocation; one that came while the connection opened it has not heard of.
            await revocations.CheckAsync(peer, cancellationToken);
            await sessions.AdmitAsync(peer, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It was closed in the meantime.
        }
        catch (Exception exception) when (ErrorTranslation.Translate(exception) is { } known)
        {
            var unavailable = known.Code == ErrorCodes.Unavailable;
            if (unavailable)
                Log.Unavailable(logger, exception);

            peer.Outbox.Post(PeerMessages.Disconnect.Of(new()
            {
                Action = unavailable ? DisconnectAction.Resume : DisconnectAction.Stop,
                Reason = known.Code,
            }));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A connection cannot be let in because a service that is needed does not answer")]
        public static partial void Unavailable(ILogger logger, Exception exception);
    }
}
