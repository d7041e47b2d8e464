using M4sh.Client;
using M4sh.Client.Signaling;
using M4sh.Contracts.Errors;
using Microsoft.JSInterop;

namespace M4sh.Console.Problems;

/// <summary>What went wrong, for people.</summary>
/// <param name="Code">A code of the contract, or one of the console's own.</param>
/// <param name="What">What happened.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record Problem(string Code, string What, string Advice)
{
    public static Problem From(Exception exception) => exception switch
    {
        ProblemException told => told.Problem,
        M4shApiException api => Of(api.Code, api.Detail),
        SignalingException signaling => Of(signaling.Code, signaling.Detail),
        JSDisconnectedException => new("page_gone", "The page is no longer connected to the console.", "Reload the page."),
        JSException script => new(
            "browser_error",
            $"The browser refused a step: {script.Message.Split('\n')[0]}",
            "Use a current browser with WebRTC, or reload the page."),
        _ => new("unexpected", $"Something unexpected happened: {exception.Message}", "Try again; the console's log has the details."),
    };

    public static Problem Of(string code, string? detail) => new(code, detail ?? "The API refused a request.", AdviceFor(code));

    private static string AdviceFor(string code) => code switch
    {
        ErrorCodes.Unauthorized or ErrorCodes.TokenExpired or ErrorCodes.TokenRevoked =>
            "Console and API must share the same Auth:SigningKey, and their clocks must agree.",
        ErrorCodes.Forbidden or ErrorCodes.PermissionDenied => "Check the session's permissions.",
        ErrorCodes.NotFound => "The session is not there, or no more.",
        ErrorCodes.InvalidRequest => "Check what was asked for; an address may be mistyped.",
        ErrorCodes.SessionFull => "Somebody else took a place; start a new call.",
        ErrorCodes.SessionEnded => "Start a new call.",
        ErrorCodes.RateLimited => "Wait a minute, then try again.",
        ErrorCodes.Unavailable => "Check that the API runs: its health is on the overview. Then try again.",
        _ => "Try again; if it happens again, the API's log has the details.",
    };
}
