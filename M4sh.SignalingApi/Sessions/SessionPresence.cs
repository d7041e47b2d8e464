using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.Data;
using M4sh.Data.Sessions;
using M4sh.ServiceDefaults;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Tokens;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace M4sh.SignalingApi.Sessions;

/// <summary>
/// Whose signaling is connected, in Postgres: from this the worker knows since when nobody is there, also when a replica, or Redis with all it
/// held, is no more. One statement each, the event within it.
/// </summary>
public sealed class SessionPresence(M4shDbContext db, ServiceInstance instance, TimeProvider time)
{
    // The share lock waits for whoever is about to end the session, and then sees that it has.
    private const string Arrive =
        $"""
        WITH open AS (SELECT id FROM sessions WHERE id = $1 AND ended_at IS NULL FOR SHARE),
        revoked AS (SELECT FROM token_revocations WHERE session_id = $1 AND user_id = $2 AND (barred OR revoked_until >= $3)),
        here AS (
            UPDATE participants SET signaling_node = $5, signaling_connection = $6, signaling_at = $4, signaling_gone_at = NULL
            FROM open WHERE session_id = open.id AND user_id = $2 AND left_at IS NULL AND NOT EXISTS (SELECT FROM revoked)
            RETURNING session_id),
        told AS (
            INSERT INTO session_events (session_id, at, type, user_id, replica, data)
            SELECT session_id, $4, '{SessionEventTypes.SignalingConnected}', $2, $7, jsonb_build_object('transport', $8) FROM here)
        SELECT {SessionSql.Columns}, EXISTS (SELECT FROM revoked), EXISTS (SELECT FROM here)
        FROM sessions s LEFT JOIN participants p ON p.session_id = s.id WHERE s.id = $1 ORDER BY {SessionSql.Order}
        """;

    private const string Look =
        $"""
        SELECT {SessionSql.Columns},
            EXISTS (SELECT FROM token_revocations WHERE session_id = $1 AND user_id = $2 AND (barred OR revoked_until >= $3)), true
        FROM sessions s LEFT JOIN participants p ON p.session_id = s.id WHERE s.id = $1 ORDER BY {SessionSql.Order}
        """;

    /// <summary>Lets a token's user into its session: whether the session is there and goes on, the user has a place in it, and no revocation covers the token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="link">Its signaling, which is there from now on. Null: it is not yet.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="M4shException"><c>not_found</c>, <c>session_ended</c>, <c>token_revoked</c>; <c>unavailable</c>: try again.</exception>
    public async Task<StoredSession> ArriveAsync(SessionToken token, SignalingLink? link, CancellationToken cancellationToken)
    {
        var (stored, isRevoked, isConnected) = await db.RunAsync(
            (connection, cancelled) => ArriveAsync(connection, token, link, cancelled), cancellationToken);
        if (stored is null)
            throw SessionService.NotFound();
        if (isRevoked)
            throw new M4shException(ErrorCodes.TokenRevoked, "The token has been revoked.");
        if (stored.Session.Participants.SingleOrDefault(participant => participant.UserId == token.UserId) is not { } self)
            throw SessionService.NotFound();
        if (stored.Session.Status == SessionStatus.Ended)
            throw SessionService.Ended();
        if (self.LeftAt is not null)
            throw SessionService.NotFound();

        // Ended or left while this waited for who did it: another try says which.
        return isConnected ? stored : throw new M4shException(ErrorCodes.Unavailable, "The session was just changing. Try again.");
    }

    private async Task<(StoredSession? Stored, bool IsRevoked, bool IsConnected)> ArriveAsync(
        NpgsqlConnection connection, SessionToken token, SignalingLink? link, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(link is null ? Look : Arrive, connection)
        {
            Parameters = { SessionSql.Of(token.SessionId), SessionSql.Of(token.UserId), SessionSql.Of(token.IssuedAt) },
        };
        if (link is not null)
        {
            command.Parameters.AddRange((NpgsqlParameter[])
            [
                SessionSql.Of(time.StoredNow()), SessionSql.Of(link.Node), SessionSql.Of(link.ConnectionId), SessionSql.Of(instance.Id), SessionSql.Of(link.Transport),
            ]);
        }

        var (isRevoked, isConnected) = (false, false);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stored = await SessionSql.ReadAsync(
            reader, rest => (isRevoked, isConnected) = (rest.GetBoolean(SessionSql.ColumnCount), rest.GetBoolean(SessionSql.ColumnCount + 1)), cancellationToken);
        return (stored, isRevoked, isConnected);
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

    /// <summary>Who left a session that goes on before a time, and still has a connection of the node's: it was coming in while it left.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> LeftAsync(string node, DateTimeOffset before, CancellationToken cancellationToken) =>
        await db.Participants
            .Where(participant => participant.SignalingNode == node && participant.SignalingGoneAt == null && participant.LeftAt < before)
            .Join(db.Sessions, participant => participant.SessionId, session => session.Id, (participant, session) => new { participant, session })
            .Where(pair => pair.session.EndedAt == null)
            .Select(pair => new { Connection = pair.participant.SignalingConnection!, LeftAt = pair.participant.LeftAt!.Value })
            .ToDictionaryAsync(left => left.Connection, left => left.LeftAt, cancellationToken);

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
