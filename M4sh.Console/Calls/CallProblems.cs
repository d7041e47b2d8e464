using M4sh.Console.Problems;
using M4sh.Contracts.Errors;

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

    public static Problem SignalingClosed(string who, string reason) => new(
        "signaling_closed",
        $"The signaling connection of the {who} is closed: {reason}.",
        "Look at the health of the API on the overview, then start again.");
}
