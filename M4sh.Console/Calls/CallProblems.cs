using M4sh.Console.Problems;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;

namespace M4sh.Console.Calls;

/// <summary>What goes wrong with a call that no API refused.</summary>
public static class CallProblems
{
    public static Problem ConnectTimeout(TimeSpan limit) => new(
        "connect_timeout",
        $"The two peers did not connect within {limit.TotalSeconds:0} seconds.",
        "Check that UDP between browser and itself is not blocked, and that the TURN server can be reached; then start again.");

    public static Problem ConnectionFailed(string who) => new(
        "ice_failed",
        $"The peer connection of the {who} failed: no candidate pair works any more.",
        "Check the network and the TURN server, then start again.");

    public static Problem SessionEnded(string reason) => new(
        ErrorCodes.SessionEnded, $"The session was ended from elsewhere: {reason}.", "Start a new call.");

    public static Problem SignalingClosed(string who, string reason) => reason switch
    {
        DisconnectReasons.TokenRevoked => new(
            reason, $"The {who} was removed from the call.", "Ask whoever made the call for a new link."),
        DisconnectReasons.Replaced => new(
            reason, $"The call of the {who} was opened in another tab or browser, and goes on there.", "Go on there, or join again here: the other page then gives way."),
        _ => new(
            "signaling_closed",
            $"The signaling connection of the {who} is closed: {reason}.",
            "Look at the health of the API on the overview, then start again."),
    };

    public static Problem PageGone(string who) => new("page_gone", $"The page of the {who} is closed.", "Reload it first.");

    public static Problem NoPath(CallPath path) => new(
        "no_turn_server",
        path == CallPath.Tcp ? "The API hands out no TURN server that is reached over TCP." : "The API hands out no TURN server.",
        "Set TURN_SERVER_URL and TURN_SECRET of the API (on a development machine: install turnserver), or choose any path.");

    /// <param name="name">The DOMException's, see https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia.</param>
    public static Problem NoMedia(string name) => name switch
    {
        "NotAllowedError" => new(
            "media_denied", "The browser may not use camera and microphone.", "Allow both for this page in the browser's address bar, or take synthetic media."),
        "NotFoundError" => new(
            "media_missing", "There is no camera, or no microphone.", "Connect both, or take synthetic media."),
        "NotReadableError" => new(
            "media_busy", "Camera or microphone is in use by another program.", "Close that program, or take synthetic media."),
        "InsecureContext" => new(
            "media_insecure", "The browser gives camera and microphone only to pages on https or localhost.", "Open the console so, or take synthetic media."),
        _ => new("media_failed", $"Camera or microphone failed: {name}.", "Check both in the browser's settings, or take synthetic media."),
    };
}
