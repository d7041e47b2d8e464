using M4sh.Client;
using M4sh.Client.Signaling;
using M4sh.Contracts.Errors;
using Microsoft.JSInterop;

namespace M4sh.Console.Calls;

/// <summary>What went wrong with a call, for people.</summary>
/// <param name="Code">A code of the contract, or one of the console's own.</param>
/// <param name="What">What happened.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record CallProblem(string Code, string What, string Advice)
{
    public static CallProblem ConnectTimeout(TimeSpan limit) => new(
        "connect_timeout",
        $"The two peers did not connect within {limit.TotalSeconds:0} seconds.",
        "Check that UDP between browser and itself is not blocked, and that the TURN server can be reached; then start again.");

    public static CallProblem ConnectionFailed(string who) => new(
        "ice_failed",
        $"The peer connection of the {who} failed: no candidate pair works any more.",
        "Check the network and the TURN server, then start again.");

    public static CallProblem SessionEnded(string reason) => new(
        ErrorCodes.SessionEnded, $"The session was ended from elsewhere: {reason}.", "Start a new call.");

    public static CallProblem SignalingClosed(string who, string reason) => new(
        "signaling_closed",
        $"The signaling connection of the {who} is closed: {reason}.",
        "Look at the health of the API on the overview, then start again.");

    public static CallProblem From(Exception exception) => exception switch
    {
        M4shApiException api => Of(api.Code, api.Detail),
        SignalingException signaling => Of(signaling.Code, signaling.Detail),
        JSDisconnectedException => new("page_gone", "The page is no longer connected to the console.", "Reload the page."),
        JSException script => new(
            "browser_error",
            $"The browser refused a step: {script.Message.Split('\n')[0]}",
            "Use a current browser with WebRTC, or reload the page."),
        _ => new("unexpected", $"Something unexpected happened: {exception.Message}", "Start again; the console's log has the details."),
    };

    public static CallProblem Of(string code, string? detail) => new(code, detail ?? "The API refused a step of the call.", AdviceFor(code));

    private static string AdviceFor(string code) => code switch
    {
        ErrorCodes.Unauthorized or ErrorCodes.TokenExpired or ErrorCodes.TokenRevoked =>
            "Console and API must share the same Auth:SigningKey, and their clocks must agree.",
        ErrorCodes.Forbidden or ErrorCodes.PermissionDenied => "Check the session's permissions.",
        ErrorCodes.NotFound => "The session is gone; start a new call.",
        ErrorCodes.SessionFull => "Somebody else took a place; start a new call.",
        ErrorCodes.SessionEnded => "Start a new call.",
        ErrorCodes.RateLimited => "Wait a minute, then start again.",
        ErrorCodes.Unavailable => "Look at the health of the API on the overview, then start again.",
        _ => "Start again; if it happens again, the API's log has the details.",
    };
}
