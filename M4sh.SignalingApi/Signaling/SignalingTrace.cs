using System.Diagnostics;
using M4sh.Data.Sessions;
using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling;

/// <summary>
/// Spans of signaling, in the trace of the session. SignalR's own are not used: each is a root, and a call would be as many traces as it has messages.
/// </summary>
internal static class SignalingTrace
{
    /// <summary>The message on whose way the session's trace becomes known.</summary>
    public const string Join = "join";

    private static readonly ActivitySource Source = new("M4sh.Signaling");

    /// <summary>A client's message, or what becomes of its connection, is worked on.</summary>
    public static Activity? Receive(string type, SignalingPeer peer) => Source.StartInSession("receive", ActivityKind.Server, peer.Trace)?.Describe(type, peer);

    /// <summary>A message is written to a client's connection.</summary>
    /// <param name="type">The message's type.</param>
    /// <param name="cause">What sent it, here or on another node.</param>
    public static Activity? Deliver(string type, ActivityContext cause)
    {
        if (!Source.HasListeners() || cause == default)
            return null;

        return Source.StartActivity("deliver", ActivityKind.Producer, cause)?.Describe(type);
    }

    private static Activity Describe(this Activity span, string type, SignalingPeer peer) => span.Describe(type)
        .SetTag("m4sh.session.id", peer.SessionId.ToString())
        .SetTag("m4sh.transport", peer.Transport);

    private static Activity Describe(this Activity span, string type)
    {
        span.DisplayName = $"{span.OperationName} {type}";
        return span.SetTag("m4sh.message.type", type);
    }
}
