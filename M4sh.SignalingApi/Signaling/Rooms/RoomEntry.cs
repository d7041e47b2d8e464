using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>The room as a connection found it when it came in.</summary>
internal sealed record RoomEntry
{
    public required string Epoch { get; init; }

    /// <summary>The last seq given out.</summary>
    public required long Seq { get; init; }

    /// <summary>The user had joined before, without leaving.</summary>
    public required bool Returned { get; init; }

    /// <summary>With that, a new epoch began: a new page.</summary>
    public required bool Restarted { get; init; }

    /// <summary>The user goes on where it was; <see cref="Log"/> is what came since.</summary>
    public required bool Resumed { get; init; }

    /// <summary>This very connection had joined already: nothing happened.</summary>
    public required bool Again { get; init; }

    /// <summary>The user's older connection, which has to go.</summary>
    public required PeerPlace? Replaced { get; init; }

    /// <summary>The seq of the last message that the user sent.</summary>
    public required long LastOwnSeq { get; init; }

    /// <summary>The other users and where they are.</summary>
    public required PeerPlaces Others { get; init; }

    public required IReadOnlyList<LogEntry> Log { get; init; }

    /// <summary>What has been negotiated; null when there is nothing, or with <see cref="Resumed"/>.</summary>
    public required Negotiation? Negotiation { get; init; }

    public required RoomNegotiation State { get; init; }

    /// <summary>When ICE is to be looked after, Unix time in milliseconds; 0 for never.</summary>
    public required long IceAt { get; init; }

    /// <summary>Who had left the session and was here all the same, and where.</summary>
    public required IReadOnlyList<(string UserId, PeerPlace? Place)> Left { get; init; }
}
