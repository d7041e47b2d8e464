using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling.Rooms;

internal enum RelayOutcome
{
    Taken,

    /// <summary>The sender is not in the room, or not any more.</summary>
    NotJoined,

    /// <summary>The target is not the other peer.</summary>
    WrongTarget,

    /// <summary>Nobody else is connected, so the target cannot be told.</summary>
    TargetAbsent,
}

/// <summary>A message's place in the order, and where the other peer is, if it is connected.</summary>
internal readonly record struct RelayResult(RelayOutcome Outcome, long Seq = 0, PeerPlace? Other = null);
