using System.Net;
using System.Text.RegularExpressions;
using M4sh.Contracts.Errors;
using Microsoft.AspNetCore.SignalR;

namespace M4sh.Client.Signaling;

/// <summary>Everything that SignalR throws, as the codes of the contract.</summary>
internal static partial class SignalingErrors
{
    public static SignalingException From(Exception exception) => exception switch
    {
        SignalingException known => known,
        HubException refused => FromRefusal(refused),
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized } => new(ErrorCodes.Unauthorized, "The session token was refused.", exception),
        HttpRequestException { StatusCode: HttpStatusCode.Forbidden } => new(ErrorCodes.Forbidden, "The connection was refused.", exception),
        HttpRequestException { StatusCode: HttpStatusCode.NotFound } => new(ErrorCodes.NotFound, "There is no hub.", exception),
        _ => new(ErrorCodes.Unavailable, "There is no connection.", exception),
    };

    /// <summary>It may succeed when it is tried again.</summary>
    public static bool IsTransient(this SignalingException exception) => exception.Code is ErrorCodes.Unavailable or ErrorCodes.RateLimited;

    // SignalR puts a sentence of its own before the text of a HubException.
    private static SignalingException FromRefusal(HubException refused)
    {
        var match = CodeAndDetail().Match(refused.Message);
        return match.Success
            ? new(match.Groups["code"].Value, match.Groups["detail"].Value, refused)
            : new(ErrorCodes.InvalidRequest, refused.Message, refused);
    }

    [GeneratedRegex(@"(?:^|HubException: )(?<code>[a-z]+(?:_[a-z]+)*): (?<detail>.*)$", RegexOptions.Singleline)]
    private static partial Regex CodeAndDetail();
}
