using M4sh.Contracts.Sessions;

namespace M4sh.SignalingApi.Sessions;

/// <summary>A session's status goes forward only: waiting → connecting → connected → ended.</summary>
public static class SessionLifecycle
{
    /// <summary>After a participant took a place.</summary>
    public static SessionStatus AfterJoin(SessionStatus status, int present) =>
        present >= Session.Places ? Forward(status, SessionStatus.Connecting) : status;

    /// <summary>After a peer reported the state of its connection.</summary>
    public static SessionStatus AfterReport(SessionStatus status, PeerConnectionState reported) =>
        reported == PeerConnectionState.Connected ? Forward(status, SessionStatus.Connected) : status;

    /// <summary>After a participant gave its place up.</summary>
    public static SessionStatus AfterLeave(SessionStatus status, int present) => present == 0 ? SessionStatus.Ended : status;

    private static SessionStatus Forward(SessionStatus from, SessionStatus to) => to > from ? to : from;
}
