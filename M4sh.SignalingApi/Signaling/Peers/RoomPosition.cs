namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>
/// Where in its room's order a message stands, so that who gets it can tell whether one before it is missing.
/// </summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Previous">The seq of the last message that the other peer sent before it.</param>
/// <param name="Seq">Its own; 0 for what is not numbered: the other's coming and going.</param>
internal sealed record RoomPosition(string Epoch, long Previous, long Seq = 0)
{
    /// <summary>Whose coming and going it is.</summary>
    public PeerPlace? Origin { get; init; }

    /// <summary>The version of the negotiation that it made; 0 where it changed nothing.</summary>
    public long Version { get; init; }

    /// <summary>Of an offer: until when it is open. Of all else: when ICE is to be looked after. Unix time in milliseconds; 0 for never.</summary>
    public long Deadline { get; init; }
}
