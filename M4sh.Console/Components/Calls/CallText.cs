using M4sh.Console.Calls;
using M4sh.Console.Components.Common;
using M4sh.Contracts.Json;
using M4sh.Console.Components.Overview;
using M4sh.Contracts.Sessions;

namespace M4sh.Console.Components.Calls;

/// <summary>A call's states in words and tones.</summary>
public static class CallText
{
    public static string Of(CallStatus status) => status switch
    {
        CallStatus.Idle => "not started",
        CallStatus.Starting => "connecting",
        CallStatus.Connected => "connected",
        CallStatus.HangingUp => "hanging up",
        CallStatus.Ended => "ended",
        _ => "failed",
    };

    public static StatusTone ToneOf(CallStatus status) => status switch
    {
        CallStatus.Starting or CallStatus.HangingUp => StatusTone.Busy,
        CallStatus.Connected => StatusTone.Good,
        CallStatus.Failed => StatusTone.Bad,
        _ => StatusTone.Quiet,
    };

    public static StatusTone ToneOf(PeerConnectionState state) => state switch
    {
        PeerConnectionState.Connecting => StatusTone.Busy,
        PeerConnectionState.Connected => StatusTone.Good,
        PeerConnectionState.Disconnected => StatusTone.Warning,
        PeerConnectionState.Failed => StatusTone.Bad,
        _ => StatusTone.Quiet,
    };

    public static string Final(Session session)
    {
        var reason = session.EndReason is { } why ? $" ({SnakeCase.Write(why)})" : "";
        var length = session is { ConnectedAt: { } connected, EndedAt: { } ended } ? $" after {(ended - connected).TotalSeconds:0} s connected" : "";
        return $"The API says: {SnakeCase.Write(session.Status)}{reason}{length}.";
    }
}
