using M4sh.Contracts.Ice;

namespace M4sh.Console.Components.Sessions;

/// <summary>Why there was no path, for people (docs/ice.md).</summary>
public static class IceFailureText
{
    public static string Of(IceFailureReason reason) => reason switch
    {
        IceFailureReason.TurnUnauthorized => "the TURN server refused the credential: its secret and the API's differ, or a clock is wrong",
        IceFailureReason.TurnUnreachable => "the TURN server did not answer: it is down, or a firewall is in the way",
        IceFailureReason.NoCandidates => "the browser found no address at all: no network, or UDP and TCP are both blocked",
        IceFailureReason.NoRelay => "no direct path, and no relay to take instead: there is no TURN server, or it is full",
        _ => "there were addresses, a relay's among them, and no two of them reached each other in time",
    };
}
