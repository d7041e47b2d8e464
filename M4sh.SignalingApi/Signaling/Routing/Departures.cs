using System.Collections.Concurrent;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>Takes connections that are gone out of their rooms, and tells who is left.</summary>
internal sealed class Departures(RoomStore rooms, PeerDelivery delivery)
{
    // While Redis is away: who is still in a room without being there.
    private readonly ConcurrentQueue<SignalingPeer> _due = new();

    /// <summary>At once, or when Redis is there again.</summary>
    public async Task DepartAsync(SignalingPeer peer)
    {
        try
        {
            await TakeOutAsync(peer.SessionId, peer.UserId, peer.Place);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            _due.Enqueue(peer);
        }
    }

    /// <summary>Makes up for those that failed.</summary>
    public async Task CatchUpAsync()
    {
        List<SignalingPeer> due = [];
        while (_due.TryDequeue(out var peer))
            due.Add(peer);

        await Concurrently.ForEachAsync(due, DepartAsync);
    }

    /// <returns>False: nothing was done, because the user has come back elsewhere, or left, or was taken out already.</returns>
    public async Task<bool> TakeOutAsync(Guid sessionId, string userId, PeerPlace place)
    {
        if (await rooms.DisconnectAsync(sessionId, userId, place) is not var (position, others))
            return false;

        foreach (var other in others)
            await delivery.SendKeptAsync(other, PeerMessages.PeerDisconnected.Of(new() { UserId = userId }, position));

        return true;
    }
}
