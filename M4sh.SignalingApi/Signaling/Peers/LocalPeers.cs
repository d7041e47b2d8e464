using System.Collections.Concurrent;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>The connections of this node.</summary>
internal sealed class LocalPeers
{
    private readonly ConcurrentDictionary<string, SignalingPeer> _peers = new(StringComparer.Ordinal);

    public int Count => _peers.Count;

    public IEnumerable<SignalingPeer> All => _peers.Select(peer => peer.Value);

    public void Add(SignalingPeer peer) => _peers[peer.Place.ConnectionId] = peer;

    public void Remove(SignalingPeer peer)
    {
        if (_peers.TryRemove(peer.Place.ConnectionId, out _))
            peer.Gone.TrySetResult();
    }

    public SignalingPeer? Find(string connectionId) => _peers.GetValueOrDefault(connectionId);
}
