using Npgsql;

namespace M4sh.Bench;

/// <summary>What REST does for a call, as the statements that it comes to: the same rows, locks, transactions and round trips, and nothing around them.</summary>
internal sealed class BareCalls : IAsyncDisposable
{
    private const string Lock = "SELECT * FROM sessions WHERE id = $1 FOR UPDATE";
    private const string Participants = "SELECT * FROM participants WHERE session_id = $1";

    private const string Visible =
        """
        SELECT * FROM sessions AS s LEFT JOIN participants AS p ON p.session_id = s.id WHERE s.id = $1
        AND (s.created_by = $2 OR EXISTS (SELECT FROM participants WHERE session_id = s.id AND user_id = $2) OR s.invitees @> ARRAY[$2])
        """;

    private const string InsertSession =
        """
        INSERT INTO sessions (id, status, created_by, created_at, metadata, host_permissions, guest_permissions)
        VALUES ($1, 'waiting', $2, now(), '{}', '{audio,video,screen_share}', '{audio,video,screen_share}')
        """;

    private const string InsertEvent =
        "INSERT INTO session_events (session_id, at, type, user_id, replica) VALUES ($1, now(), $2, $3, 'bare') RETURNING id";

    private const string InsertParticipant =
        """
        INSERT INTO participants (session_id, user_id, place, role, connection_state, audio_muted, video_muted, joined_at)
        VALUES ($1, $2, $3, 'host', 'new', false, false, now())
        """;

    private const string UpdateParticipant = "UPDATE participants SET left_at = now(), connection_state = 'closed' WHERE session_id = $1 AND user_id = $2";
    private const string StartSession = "UPDATE sessions SET status = 'connecting', started_at = now() WHERE id = $1";
    private const string EndSession = "UPDATE sessions SET status = 'ended', ended_at = now(), end_reason = 'hangup' WHERE id = $1";

    private readonly List<NpgsqlConnection> _connections = [];

    public static async Task<BareCalls> OpenAsync(string connectionString, int count, CancellationToken cancellationToken)
    {
        var calls = new BareCalls();
        for (var i = 0; i < count; i++)
        {
            var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            calls._connections.Add(connection);
        }

        return calls;
    }

    public async Task CallAsync(int caller, CancellationToken cancellationToken)
    {
        var connection = _connections[caller];
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var (host, guest) = ($"host-{caller}", $"guest-{caller}");

        await using (var create = await connection.BeginTransactionAsync(cancellationToken))
        {
            await SendAsync(connection, [(InsertSession, [id, host]), (InsertEvent, [id, "created", host])], cancellationToken);
            await create.CommitAsync(cancellationToken);
        }

        await ChangeAsync(connection, id, [(InsertParticipant, [id, host, (short)1]), (InsertEvent, [id, "joined", host])], cancellationToken);
        await ChangeAsync(
            connection, id,
            [(InsertParticipant, [id, guest, (short)2]), (StartSession, [id]), (InsertEvent, [id, "joined", guest]), (InsertEvent, [id, "connecting", guest])],
            cancellationToken);
        await SendAsync(connection, [(Visible, [id, guest])], cancellationToken);
        await ChangeAsync(connection, id, [(UpdateParticipant, [id, guest]), (InsertEvent, [id, "left", guest])], cancellationToken);
        await SendAsync(connection, [(Visible, [id, host])], cancellationToken);
        await ChangeAsync(
            connection, id,
            [(UpdateParticipant, [id, host]), (EndSession, [id]), (InsertEvent, [id, "left", host]), (InsertEvent, [id, "ended", host])], cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
    }

    private static async Task ChangeAsync(NpgsqlConnection connection, Guid id, (string Sql, object[] Values)[] statements, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await SendAsync(connection, [(Lock, [id])], cancellationToken);
        await SendAsync(connection, [(Participants, [id])], cancellationToken);
        await SendAsync(connection, statements, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task SendAsync(NpgsqlConnection connection, (string Sql, object[] Values)[] statements, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (sql, values) in statements)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
                command.Parameters.Add(new() { Value = value });

            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                // Taken off the wire, as REST must.
            }
        }
        while (await reader.NextResultAsync(cancellationToken));
    }
}
