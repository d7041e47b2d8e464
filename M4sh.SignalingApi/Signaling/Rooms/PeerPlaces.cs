using M4sh.SignalingApi.Signaling.Peers;

namespace M4sh.SignalingApi.Signaling.Rooms;

/// <summary>Who is in a room, and where.</summary>
internal sealed class PeerPlaces(int capacity) : Dictionary<string, PeerPlace>(capacity, StringComparer.Ordinal)
{
    public PeerPlaces Without(string userId)
    {
        Remove(userId);
        return this;
    }
}
