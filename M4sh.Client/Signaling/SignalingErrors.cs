using System.Net;
using System.Text.RegularExpressions;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using Microsoft.AspNetCore.SignalR;

namespace M4sh.Client.Signaling;

/// <summary>Everything that a transport throws, as the codes of the contract.</summary>
internal static partial class SignalingErrors
{
    public static SignalingException From(Exception exception) => exception switch
    {
        SignalingException known => known,
        HubException refused => Refusal(refused) ?? new(ErrorCodes.Unavailable, refused.Message, refused),
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized } => new(ErrorCodes.Unauthorized, "The session token was refused.", exception),
        HttpRequestException { StatusCode: HttpStatusCode.Forbidden } => new(ErrorCodes.Forbidden, "The connection was refused.", exception),
        HttpRequestException { StatusCode: HttpStatusCode.NotFound } => new(ErrorCodes.NotFound, "There is no hub.", exception),
        _ => new(ErrorCodes.Unavailable, "There is no connection.", exception),
    };

    /// <summary>It may succeed when it is tried again.</summary>
    public static bool IsTransient(this SignalingException exception) => exception.Code is ErrorCodes.Unavailable or ErrorCodes.RateLimited;

    /// <summary>The server's refusal of a message; null: SignalR's own word, as when the connection closes.</summary>
    public static SignalingException? Refusal(HubException exception)
    {
        // SignalR puts a sentence of its own before the text of a HubException.
        var match = CodeAndDetail().Match(exception.Message);
        return match.Success ? new(match.Groups["code"].Value, match.Groups["detail"].Value, exception) : null;
    }

    /// <summary>What the close code of a raw WebSocket says; null for an orderly close.</summary>
    public static SignalingException? OfClose(int? code, string? detail) => code switch
    {
        1000 => null,
        4401 => new(ErrorCodes.Unauthorized, detail),
        4403 => new(ErrorCodes.Forbidden, detail),
        4400 or 1003 => new(ErrorCodes.InvalidRequest, detail),
        4404 => new(ErrorCodes.NotFound, detail),
        4409 => new(DisconnectReasons.Replaced, detail),
        4410 => new(ErrorCodes.SessionEnded, detail),
        4413 => new(ErrorCodes.PayloadTooLarge, detail),
        4429 => new(ErrorCodes.RateLimited, detail),
        _ => new(ErrorCodes.Unavailable, detail),
    };

    /// <summary>What the server's last word before it closed a connection that was not joined yet says.</summary>
    public static SignalingException OfDisconnect(DisconnectMessage disconnect, Exception inner)
    {
        var code = disconnect switch
        {
            { Reason: ErrorCodes.RateLimited } => ErrorCodes.RateLimited,
            { Action: not DisconnectAction.Resume } when ErrorCodes.StatusOf(disconnect.Reason) != 500 => disconnect.Reason,
            _ => ErrorCodes.Unavailable,
        };
        return new(code, $"The server closed the connection: {disconnect.Reason}.", inner);
    }

    [GeneratedRegex(@"(?:^|HubException: )(?<code>[a-z]+(?:_[a-z]+)*): (?<detail>.*)$", RegexOptions.Singleline)]
    private static partial Regex CodeAndDetail();
}
