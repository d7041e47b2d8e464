using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.Data;
using M4sh.Data.Sessions;
using M4sh.ServiceDefaults;
using M4sh.SignalingApi.Tokens;
using Npgsql;
using NpgsqlTypes;

namespace M4sh.SignalingApi.Sessions;

/// <summary>
/// Who leaves a session gives its place and its tokens up, and the last one ends it: all of it in one round trip, which is one transaction. The
/// rules are <see cref="SessionLifecycle"/>'s, and a test holds the two together.
/// </summary>
public sealed class SessionDeparture(M4shDbContext db, ServiceInstance instance, TimeProvider time)
{
    // A statement of its own: one that waited for the lock would see who else is there as it was before the wait.
    private const string Lock = "SELECT FROM sessions WHERE id = $1 FOR UPDATE";

    private const string Leave =
        $"""
        WITH gone AS (
            UPDATE participants p SET left_at = $3, connection_state = 'closed',
                signaling_gone_at = CASE WHEN signaling_connection = $8 THEN coalesce(signaling_gone_at, $3) ELSE signaling_gone_at END
            FROM sessions s WHERE s.id = $1 AND s.ended_at IS NULL AND p.session_id = s.id AND p.user_id = $2 AND p.left_at IS NULL
            RETURNING p.session_id),
        revoked AS (
            INSERT INTO token_revocations AS r (session_id, user_id, revoked_until, barred) SELECT session_id, $2, $5, false FROM gone
            ON CONFLICT (session_id, user_id) DO UPDATE SET revoked_until = greatest(excluded.revoked_until, r.revoked_until + $6)),
        ended AS (
            UPDATE sessions s SET status = 'ended', ended_at = $3, end_reason = $7
            FROM gone WHERE s.id = gone.session_id
            AND NOT EXISTS (SELECT FROM participants WHERE session_id = $1 AND user_id <> $2 AND left_at IS NULL)
            RETURNING s.id)
        INSERT INTO session_events (session_id, at, type, user_id, replica, data)
        SELECT $1, $3, type, $2, $10, data FROM (
            SELECT 1 AS place, '{SessionEventTypes.Left}' AS type, CASE WHEN $4 IS NOT NULL THEN jsonb_build_object('reason', $4) END AS data FROM gone
            UNION ALL
            SELECT 2, '{SessionEventTypes.SignalingDisconnected}', jsonb_build_object('transport', $9) FROM gone WHERE $9 IS NOT NULL
            UNION ALL
            SELECT 3, 'ended', jsonb_build_object('reason', $7) FROM ended) AS happened
        ORDER BY place
        RETURNING type
        """;

    private const string Read =
        $"SELECT {SessionSql.Columns} FROM sessions s LEFT JOIN participants p ON p.session_id = s.id WHERE s.id = $1 ORDER BY {SessionSql.Order}";

    private static readonly string EndReasonOfLast =
        SnakeCase.Write(SessionLifecycle.EndReasonOf(SessionTrigger.LastLeft) ?? throw new InvalidOperationException("The last to leave does not end the session."));

    /// <param name="sessionId">The session.</param>
    /// <param name="userId">Who leaves it.</param>
    /// <param name="reason">What it says to that.</param>
    /// <param name="link">Its signaling, which ends with this.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session as it is now, if there is one, and the types of the events: none where this changed nothing.</returns>
    public Task<(StoredSession? Session, IReadOnlyList<string> Events)> LeaveAsync(
        Guid sessionId, string userId, string? reason, SignalingLink? link, CancellationToken cancellationToken) =>
        db.RunAsync((connection, cancelled) => LeaveAsync(connection, sessionId, userId, reason, link, cancelled), cancellationToken);

    private async Task<(StoredSession? Session, IReadOnlyList<string> Events)> LeaveAsync(
        NpgsqlConnection connection, Guid sessionId, string userId, string? reason, SignalingLink? link, CancellationToken cancellationToken)
    {
        var now = time.StoredNow();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Lock) { Parameters = { SessionSql.Of(sessionId) } },
                new(Leave)
                {
                    Parameters =
                    {
                        SessionSql.Of(sessionId), SessionSql.Of(userId), SessionSql.Of(now), Text(reason), SessionSql.Of(TokenRevocations.Until(now)),
                        SessionSql.Of(SessionTokenService.IssueStep), SessionSql.Of(EndReasonOfLast), Text(link?.ConnectionId), Text(link?.Transport),
                        SessionSql.Of(instance.Id),
                    },
                },
                new(Read) { Parameters = { SessionSql.Of(sessionId) } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<string> events = [];
        while (await reader.ReadAsync(cancellationToken))
            events.Add(reader.GetString(0));

        await reader.NextResultAsync(cancellationToken);
        return (await SessionSql.ReadAsync(reader, rest: null, cancellationToken), events);
    }

    private static NpgsqlParameter Text(string? text) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = text is null ? DBNull.Value : text };
}
