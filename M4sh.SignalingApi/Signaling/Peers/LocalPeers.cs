using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>The connections of this node.</summary>
internal sealed class LocalPeers
{
    private readonly ConcurrentDictionary<string, SignalingPeer> _peers = new(StringComparer.Ordinal);

    // A session has few: they are copied with each change.
    private readonly ConcurrentDictionary<Guid, ImmutableArray<SignalingPeer>> _sessions = new();

    /// <summary>How many are present: neither yet to join nor being closed.</summary>
    public int Connected => All.Count(peer => peer is { HasJoined: true, Outbox.IsComplete: false });

    public IEnumerable<SignalingPeer> All => _peers.Select(peer => peer.Value);

    public void Add(SignalingPeer peer)
    {
        _peers[peer.Place.ConnectionId] = peer;
        _sessions.AddOrUpdate(peer.SessionId, static (_, added) => [added], static (_, others, added) => others.Add(added), peer);
    }

    public void Remove(SignalingPeer peer)
    {
        if (!_peers.TryRemove(peer.Place.ConnectionId, out _))
            return;

        var left = _sessions.AddOrUpdate(peer.SessionId, static (_, _) => [], static (_, others, gone) => others.Remove(gone), peer);
        if (left.IsEmpty)
            _sessions.TryRemove(new(peer.SessionId, left));
    }

    public SignalingPeer? Find(string connectionId) => _peers.GetValueOrDefault(connectionId);

    /// <summary>The connections to a session.</summary>
    public ImmutableArray<SignalingPeer> Of(Guid sessionId) => _sessions.GetValueOrDefault(sessionId, []);
}
