using M4sh.SignalingApi.Signaling.Negotiations;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>A room's negotiation as it was seen last; what is decided on it counts only while the room's is still this one.</summary>
internal sealed record RoomNegotiation(string Epoch, long Version, NegotiationState State)
{
    public static readonly RoomNegotiation None = new("", 0, NegotiationState.Empty);
}
