namespace M4sh.Data.Sessions;

/// <summary>What can happen to a session as a whole.</summary>
public enum SessionTrigger
{
    /// <summary>A participant took a place, and the other place is free.</summary>
    FirstJoined,

    /// <summary>A participant took a place, and both are taken.</summary>
    SecondJoined,

    /// <summary>A peer reported another state of its connection than <c>connected</c>.</summary>
    PeerReported,

    /// <summary>A peer reported <c>connected</c>.</summary>
    PeerConnected,

    /// <summary>A participant gave its place up, and the other is still there.</summary>
    OneLeft,

    /// <summary>A participant gave its place up, and nobody is left.</summary>
    LastLeft,

    /// <summary>The creator ended it.</summary>
    EndedByHost,

    /// <summary>An admin ended it.</summary>
    EndedByAdmin,

    /// <summary>The peers found no path to each other, and both attempts to help were used up.</summary>
    IceFailed,

    /// <summary>Nobody's signaling has been connected for the grace period.</summary>
    Abandoned,

    /// <summary>Nobody came for too long, or the call took too long.</summary>
    Expired,

    /// <summary>The tokens of the last who was in it were revoked.</summary>
    TokensRevoked,
}
