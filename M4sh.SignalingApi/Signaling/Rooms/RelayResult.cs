using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling.Rooms;

internal enum RelayOutcome
{
    Taken,

    /// <summary>Its id was taken before: nothing happened, and <see cref="RelayResult.Answer"/> is what was answered then.</summary>
    Repeated,

    /// <summary>Not relayed; <see cref="RelayResult.Answer"/> is remembered.</summary>
    Remembered,

    /// <summary>A newer connection of the sender took its place.</summary>
    NotJoined,

    /// <summary>Redis lost the room, or the sender is in it no more.</summary>
    RoomLost,

    /// <summary>The target is not the other peer.</summary>
    WrongTarget,

    /// <summary>Nobody else is connected, so the target cannot be told.</summary>
    TargetAbsent,

    /// <summary>The negotiation is not the one that was decided on, but <see cref="RelayResult.Negotiation"/>.</summary>
    Changed,
}

/// <summary>What became of a message.</summary>
internal readonly record struct RelayResult(RelayOutcome Outcome)
{
    /// <summary>Where it stands in the order.</summary>
    public RoomPosition? Position { get; init; }

    /// <summary>Where the other peer is, if it is connected.</summary>
    public PeerPlace? Other { get; init; }

    public StoredAnswer? Answer { get; init; }

    public RoomNegotiation? Negotiation { get; init; }
}
