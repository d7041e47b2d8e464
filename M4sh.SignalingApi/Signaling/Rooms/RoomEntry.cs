using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>The room as a connection found it when it came in.</summary>
internal sealed record RoomEntry
{
    public required string Epoch { get; init; }

    public required long Seq { get; init; }

    /// <summary>The user had joined before, without leaving.</summary>
    public required bool Returned { get; init; }

    /// <summary>With that, a new epoch began: a new page.</summary>
    public required bool Restarted { get; init; }

    /// <summary>The user's older connection, which has to go.</summary>
    public required PeerPlace? Replaced { get; init; }

    /// <summary>The other users and where they are.</summary>
    public required IReadOnlyDictionary<string, PeerPlace> Others { get; init; }

    public required Negotiation? Negotiation { get; init; }
}
