using M4sh.Contracts.Sessions;

namespace M4sh.Data.Sessions;

/// <summary>
/// A session's life (PROTOCOL.md §4): waiting → connecting → connected → ended, forward only. Every change of a status, in whatever service,
/// comes out of here. The whole table is in docs/lifecycle.md, and a test holds the two together.
/// </summary>
public static class SessionLifecycle
{
    public static SessionTransition Next(SessionStatus status, SessionTrigger trigger) => (status, trigger) switch
    {
        // Who wants to be in a session learns that it is over; all else comes too late to matter.
        (SessionStatus.Ended, SessionTrigger.FirstJoined or SessionTrigger.SecondJoined or SessionTrigger.PeerReported or SessionTrigger.PeerConnected) =>
            new(status, status, IsRefused: true),
        (SessionStatus.Ended, _) => new(status, status),

        (SessionStatus.Waiting, SessionTrigger.SecondJoined) => new(status, SessionStatus.Connecting),
        (SessionStatus.Connecting, SessionTrigger.PeerConnected) => new(status, SessionStatus.Connected),

        // These end calls, and there is none yet: who waits alone may come and go until it expires.
        (SessionStatus.Waiting, SessionTrigger.IceFailed or SessionTrigger.Abandoned or SessionTrigger.TokensRevoked) => new(status, status),

        _ => EndReasonOf(trigger) is { } reason ? new(status, SessionStatus.Ended, reason) : new(status, status),
    };

    /// <summary>What a trigger that ends sessions ends them with; null: it ends none.</summary>
    public static EndReason? EndReasonOf(SessionTrigger trigger) => trigger switch
    {
        SessionTrigger.LastLeft => EndReason.Hangup,
        SessionTrigger.EndedByHost => EndReason.EndedByHost,
        SessionTrigger.EndedByAdmin => EndReason.Admin,
        SessionTrigger.IceFailed => EndReason.IceFailed,
        SessionTrigger.Abandoned => EndReason.Abandoned,
        SessionTrigger.Expired => EndReason.Expired,
        SessionTrigger.TokensRevoked => EndReason.TokenRevoked,
        _ => null,
    };

    /// <summary>A participant took a place: how many hold one now.</summary>
    public static SessionTrigger Joined(int present) => present >= Session.Places ? SessionTrigger.SecondJoined : SessionTrigger.FirstJoined;

    /// <summary>A participant gave its place up: how many hold one now.</summary>
    public static SessionTrigger Left(int present) => present == 0 ? SessionTrigger.LastLeft : SessionTrigger.OneLeft;

    /// <summary>A peer reported the state of its connection.</summary>
    public static SessionTrigger Reported(PeerConnectionState state) =>
        state == PeerConnectionState.Connected ? SessionTrigger.PeerConnected : SessionTrigger.PeerReported;
}
