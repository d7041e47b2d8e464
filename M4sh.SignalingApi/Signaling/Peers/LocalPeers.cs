using System.Collections.Concurrent;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>The connections of this node.</summary>
internal sealed class LocalPeers
{
    private readonly ConcurrentDictionary<string, SignalingPeer> _peers = new(StringComparer.Ordinal);

    public IEnumerable<SignalingPeer> All => _peers.Values;

    public int Count => _peers.Count;

    public void Add(SignalingPeer peer) => _peers[peer.Place.ConnectionId] = peer;

    public void Remove(SignalingPeer peer) => _peers.TryRemove(peer.Place.ConnectionId, out _);

    public SignalingPeer? Find(string connectionId) => _peers.GetValueOrDefault(connectionId);
}
