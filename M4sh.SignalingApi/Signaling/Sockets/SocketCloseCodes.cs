using System.Net.WebSockets;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling.Sockets;

/// <summary>The close codes of PROTOCOL §5. The reason, which browsers can read too, is a code of §4 or of <see cref="DisconnectReasons"/>.</summary>
internal static class SocketCloseCodes
{
    public const WebSocketCloseStatus Malformed = (WebSocketCloseStatus)4400;
    public const WebSocketCloseStatus Unauthorized = (WebSocketCloseStatus)4401;
    public const WebSocketCloseStatus Forbidden = (WebSocketCloseStatus)4403;
    public const WebSocketCloseStatus NotFound = (WebSocketCloseStatus)4404;
    public const WebSocketCloseStatus TooSlow = (WebSocketCloseStatus)4408;
    public const WebSocketCloseStatus Replaced = (WebSocketCloseStatus)4409;
    public const WebSocketCloseStatus Ended = (WebSocketCloseStatus)4410;
    public const WebSocketCloseStatus TooLarge = (WebSocketCloseStatus)4413;
    public const WebSocketCloseStatus TooMany = (WebSocketCloseStatus)4429;

    /// <summary>1012, service restart, of the IANA registry: the client resumes after a pause.</summary>
    public const WebSocketCloseStatus Away = (WebSocketCloseStatus)1012;

    public static WebSocketCloseStatus Of(DisconnectMessage cause) => cause.Reason switch
    {
        DisconnectReasons.Left => WebSocketCloseStatus.NormalClosure,
        DisconnectReasons.UnsupportedData => WebSocketCloseStatus.InvalidMessageType,
        ErrorCodes.Unauthorized or ErrorCodes.TokenExpired or ErrorCodes.TokenRevoked => Unauthorized,
        ErrorCodes.Forbidden => Forbidden,
        ErrorCodes.InvalidRequest => Malformed,
        ErrorCodes.NotFound => NotFound,
        ErrorCodes.SessionEnded => Ended,
        ErrorCodes.PayloadTooLarge => TooLarge,
        ErrorCodes.RateLimited => TooMany,
        DisconnectReasons.TooSlow => TooSlow,
        DisconnectReasons.Replaced => Replaced,
        _ => cause.Action == DisconnectAction.Stop ? WebSocketCloseStatus.NormalClosure : Away,
    };
}
