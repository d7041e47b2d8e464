using System.Collections.Concurrent;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Peers;
using M4sh.SignalingApi.Signaling.Rooms;
using StackExchange.Redis;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>Takes users who left their session out of its room, and tells who is left.</summary>
internal sealed class Leaves(RoomStore rooms, PeerDelivery delivery, RevocationChannel revocations)
{
    // While Redis is away: who is still in a room without taking part in the session.
    private readonly ConcurrentQueue<Func<Task>> _due = new();

    /// <summary>At once; where it fails, once more when Redis is there again.</summary>
    /// <param name="session">The session after the leave.</param>
    /// <param name="userId">Who left.</param>
    /// <param name="reason">What it said to that.</param>
    /// <exception cref="RedisException">It failed.</exception>
    /// <exception cref="TimeoutException">It failed, or was done without an answer.</exception>
    public Task TellAsync(Session session, string userId, string? reason)
    {
        PeerPlace? leaver = null;
        return TryAsync(Tell);

        async Task Tell()
        {
            // Done a second time the room does not know any more where the user was.
            var ended = session.Status == SessionStatus.Ended;
            var left = await rooms.LeaveAsync(
                session.Id, userId, LeftAt(session, userId), ended ? session.Participants.Select(participant => participant.UserId) : null);
            if (left is not var (place, others))
                return;

            leaver ??= place;
            await TellAsync(leaver, others, userId, reason);
            if (ended)
            {
                await delivery.SendAsync(others, PeerMessages.SessionState.Of(new() { Status = session.Status, EndReason = session.EndReason }));
                await delivery.SendAsync(others, PeerMessages.Stop(DisconnectReasons.SessionEnded));
            }

            await revocations.PublishAsync(new(session.Id, userId, TokenId: null, DisconnectReasons.Left));
        }
    }

    /// <summary>Takes out who came into the room after it had left the session.</summary>
    public async Task RepairAsync(Guid sessionId, string userId, DateTimeOffset leftAt)
    {
        if (await rooms.LeaveAsync(sessionId, userId, leftAt) is var (place, others))
            await TellAsync(place, others, userId, reason: null);
    }

    /// <summary>Makes up for those that failed.</summary>
    public async Task CatchUpAsync()
    {
        List<Func<Task>> due = [];
        while (_due.TryDequeue(out var tell))
            due.Add(tell);

        await Concurrently.ForEachAsync(due, async tell =>
        {
            try
            {
                await TryAsync(tell);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                // It is due again.
            }
        });
    }

    private async Task TryAsync(Func<Task> tell)
    {
        try
        {
            await tell();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            _due.Enqueue(tell);
            throw;
        }
    }

    private async Task TellAsync(PeerPlace? leaver, IReadOnlyCollection<PeerPlace> others, string userId, string? reason)
    {
        await delivery.SendAsync(others, PeerMessages.PeerLeft.Of(new() { UserId = userId, Reason = reason }));
        if (leaver is { } place)
            await delivery.SendAsync(place, PeerMessages.Stop(DisconnectReasons.Left));
    }

    private static DateTimeOffset? LeftAt(Session session, string userId) =>
        session.Participants.SingleOrDefault(participant => participant.UserId == userId)?.LeftAt;
}
