namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>The other peer of a room, and where it is connected.</summary>
internal sealed record OtherPeer(string UserId, PeerPlace Place);
