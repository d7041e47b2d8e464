using System.Net.WebSockets;
using System.Security.Claims;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Http;
using M4sh.SignalingApi.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Signaling.Sockets;

/// <summary>
/// <c>/ws/webrtc/{session_id}</c>: says whose the socket is and where it belongs. One that may not be here is accepted all the same and closed with a
/// code: of a refused one a browser learns nothing.
/// </summary>
internal sealed partial class SocketEndpoint(
    SocketHub hub, TokenRevocations revocations, IOptions<ConnectionOptions> options, TimeProvider time, ILogger<SocketEndpoint> logger)
{
    public const string Session = "session_id";

    // Whether a ping is due, or its pong overdue, the socket looks four times in that time only, and may find it a quarter late.
    private const double Punctuality = 0.8;

    public async Task RunAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new M4shException(ErrorCodes.InvalidRequest, "This is the address of a WebSocket.");

        var (user, refusal) = await AdmitAsync(context);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            KeepAliveInterval = options.Value.KeepAlive * Punctuality,
            KeepAliveTimeout = (options.Value.Silence - options.Value.KeepAlive) * Punctuality,
        });
        var connection = new SocketConnection(socket, options.Value, time);
        try
        {
            await (refusal is null ? connection.RunAsync(user!, hub.RunAsync) : connection.RefuseAsync(refusal));
        }
        catch (Exception exception)
        {
            // The socket is closed already, and there is nobody else to tell: a response that has begun cannot become an error's.
            Log.Failed(logger, exception);
        }
    }

    /// <summary>The token, then whether it is one for this session. The rest, hubs and sockets have in common.</summary>
    private async Task<(ClaimsPrincipal? User, DisconnectMessage? Refusal)> AdmitAsync(HttpContext context)
    {
        try
        {
            var result = await context.AuthenticateAsync(SessionTokenDefaults.AuthenticationScheme);
            if (!result.Succeeded)
                return (null, Stop(AuthFailure.Of(context).Code ?? ErrorCodes.Unauthorized));

            var isId = Uuid.TryRead($"{context.GetRouteValue(Session)}", out var sessionId);
            if (isId && sessionId == result.Principal.SessionId())
                return (result.Principal, null);

            // Of one that may be here it is looked at with the rest.
            return (null, Stop(
                await revocations.IsRevokedAsync(SessionToken.Of(result.Principal), context.RequestAborted) ? ErrorCodes.TokenRevoked
                : isId ? ErrorCodes.Forbidden
                : ErrorCodes.InvalidRequest));
        }
        catch (Exception exception) when (ErrorTranslation.Translate(exception) is { Code: ErrorCodes.Unavailable })
        {
            Log.Unavailable(logger, exception);
            return (null, new() { Action = DisconnectAction.Resume, Reason = ErrorCodes.Unavailable });
        }
    }

    private static DisconnectMessage Stop(string reason) => new() { Action = DisconnectAction.Stop, Reason = reason };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A socket's token cannot be checked because a service that is needed does not answer")]
        public static partial void Unavailable(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Error, "A socket's connection failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
