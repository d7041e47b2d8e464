using M4sh.Contracts.Sessions;
using M4sh.Data;
using M4sh.Data.Sessions;
using M4sh.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Sessions;

/// <summary>
/// Whose signaling is connected, in Postgres: from this the worker knows since when nobody is there, also when a replica, or Redis with all it
/// held, is no more. One statement each, the event within it.
/// </summary>
public sealed class SessionPresence(M4shDbContext db, ServiceInstance instance, TimeProvider time)
{
    /// <returns>False: the session has ended, or the user has no place in it.</returns>
    public async Task<bool> ConnectedAsync(SignalingLink link, CancellationToken cancellationToken)
    {
        // The share lock waits for whoever is about to end the session, and then sees that it has.
        var now = time.StoredNow();
        return await db.Database.ExecuteSqlAsync(
            $"""
            WITH open AS (SELECT id FROM sessions WHERE id = {link.SessionId} AND ended_at IS NULL FOR SHARE),
            here AS (
                UPDATE participants SET signaling_node = {link.Node}, signaling_connection = {link.ConnectionId}, signaling_at = {now}, signaling_gone_at = NULL
                FROM open WHERE session_id = open.id AND user_id = {link.UserId} AND left_at IS NULL
                RETURNING session_id)
            INSERT INTO session_events (session_id, at, type, user_id, replica, data)
            SELECT session_id, {now}, {SessionEventTypes.SignalingConnected}, {link.UserId}, {instance.Id}, jsonb_build_object('transport', {link.Transport}::text)
            FROM here
            """, cancellationToken) > 0;
    }

    /// <summary>A connection that a newer one replaced takes nobody's presence away.</summary>
    public async Task DisconnectedAsync(SignalingLink link, CancellationToken cancellationToken)
    {
        var now = time.StoredNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH gone AS (
                UPDATE participants SET signaling_gone_at = {now}
                WHERE session_id = {link.SessionId} AND user_id = {link.UserId} AND signaling_node = {link.Node}
                AND signaling_connection = {link.ConnectionId} AND signaling_gone_at IS NULL)
            INSERT INTO session_events (session_id, at, type, user_id, replica, data)
            VALUES ({link.SessionId}, {now}, {SessionEventTypes.SignalingDisconnected}, {link.UserId}, {instance.Id},
                jsonb_build_object('transport', {link.Transport}::text))
            """, cancellationToken);
    }

    /// <summary>Says that the node lives, and which connections it has: what was there at <paramref name="since"/> and is not listed is gone.</summary>
    public async Task BeatAsync(string node, IReadOnlyCollection<string> connections, DateTimeOffset since, CancellationToken cancellationToken)
    {
        // Both at once: a node that is seen alive has also said who left while Postgres was away.
        var now = time.StoredNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH gone AS (
                UPDATE participants SET signaling_gone_at = {now}
                WHERE signaling_node = {node} AND signaling_gone_at IS NULL AND signaling_at < {since}
                AND NOT EXISTS (SELECT FROM unnest({connections.ToArray()}) AS live (id) WHERE live.id = signaling_connection))
            INSERT INTO signaling_nodes (id, beats, seen_at) VALUES ({node}, 1, {now})
            ON CONFLICT (id) DO UPDATE SET beats = signaling_nodes.beats + 1, seen_at = excluded.seen_at
            """, cancellationToken);
    }

    /// <summary>The sessions that ended before a time and that the node still has connections of: nobody has told those.</summary>
    public async Task<IReadOnlyDictionary<Guid, EndReason?>> EndedAsync(string node, DateTimeOffset before, CancellationToken cancellationToken) =>
        await db.Participants
            .Where(participant => participant.SignalingNode == node && participant.SignalingGoneAt == null)
            .Join(db.Sessions, participant => participant.SessionId, session => session.Id, (participant, session) => session)
            .Where(session => session.EndedAt < before)
            .Select(session => new { session.Id, session.EndReason })
            .Distinct()
            .ToDictionaryAsync(session => session.Id, session => session.EndReason, cancellationToken);
}
