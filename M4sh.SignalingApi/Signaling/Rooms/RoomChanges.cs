namespace M4sh.SignalingApi.Signaling.Rooms;

internal enum RoomReading
{
    Read,

    /// <summary>A newer connection of the user took its place.</summary>
    Replaced,

    /// <summary>Redis lost the room, or the user is in it no more: taken for dead, or it left. Its client has to join again.</summary>
    Lost,

    /// <summary>More was missed than is kept: its client has to join again, and gets the whole negotiation.</summary>
    TooMuch,
}

/// <summary>What a room has that a connection may not know yet.</summary>
internal sealed record RoomChanges(RoomReading Reading)
{
    public string Epoch { get; init; } = "";

    public PeerPlaces Others { get; init; } = new(0);

    /// <summary>Who has joined and not left, here or not.</summary>
    public IReadOnlyCollection<string> Users { get; init; } = [];

    public IReadOnlyList<LogEntry> Log { get; init; } = [];
}
