using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using Npgsql;
using NpgsqlTypes;

namespace M4sh.Data.Qos;

/// <summary>Writes samples: one statement however many there are, and a resend changes nothing.</summary>
public static class QosSampleStore
{
    private const string Measured =
        """
        @recorded_at, @sample_id, @kind, @direction, @rtt_ms, @packet_loss_pct, @jitter_ms,
        @bitrate_kbps, @frames_per_second, @freeze_count, @audio_level, @frame_width, @frame_height, @candidate_type
        """;

    private const string MeasuredColumns =
        """
        recorded_at, sample_id, kind, direction, rtt_ms, packet_loss_pct, jitter_ms,
        bitrate_kbps, frames_per_second, freeze_count, audio_level, frame_width, frame_height, candidate_type
        """;

    private const string Columns = $"session_id, user_id, {MeasuredColumns}";

    private const string Insert =
        $"INSERT INTO {QosPartitions.Samples} ({Columns}) SELECT * FROM unnest(@session_id, @user_id, {Measured}) AS row ({Columns}) ON CONFLICT DO NOTHING";

    private const string Allowed = "is_known AND takes_part AND is_open";

    // Without an id nothing is a resend, and ON CONFLICT has each row written as a doubtful one that is confirmed after.
    private static readonly string InsertUnnamed = InsertWhere(Allowed);
    private static readonly string InsertNamed = InsertWhere(Allowed, "ON CONFLICT DO NOTHING");

    // A sample that got the server's time has another at each resend: then its id must be new.
    private static readonly string InsertRetimed = InsertWhere(
        $"""
        {Allowed} AND NOT (retimed AND EXISTS (
            SELECT FROM {QosPartitions.Samples} kept
            WHERE (kept.session_id, kept.user_id, kept.sample_id) = (sender.session_id, sender.user_id, row.sample_id)
                AND kept.recorded_at >= row.recorded_at - interval '1 day'))
        """,
        "ON CONFLICT DO NOTHING");

    // A statement of its own, in the same transaction: the next one sees what the other before it has stored. Sorted, so that nobody waits for each other.
    private const string LockSenders = "SELECT pg_advisory_xact_lock(hashtextextended(sender, 0)) FROM unnest(@retimed_sender) AS sender";

    /// <summary>Stores the rows, whoever sent them. When it returns, they are durable.</summary>
    /// <returns>How many were new.</returns>
    public static async Task<int> InsertAsync(NpgsqlConnection connection, IReadOnlyList<QosRow> rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Insert, connection);
        Add(command.Parameters, "session_id", NpgsqlDbType.Uuid, rows, row => row.SessionId);
        Add(command.Parameters, "user_id", NpgsqlDbType.Text, rows, row => row.UserId);
        AddMeasured(command.Parameters, rows);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Stores the rows of those who may send them. When it returns, they are durable.</summary>
    /// <param name="connection">Open, in no transaction.</param>
    /// <param name="rows">The rows of many senders.</param>
    /// <param name="due">Sessions that ended before that take no samples.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<QosStored> InsertAllowedAsync(
        NpgsqlConnection connection, IReadOnlyList<QosRow> rows, DateTimeOffset due, CancellationToken cancellationToken)
    {
        rows = WithoutResends(rows);
        var anyRetimed = rows.Any(row => row.IsRetimed);
        var numbers = new Dictionary<QosSender, long>();
        foreach (var row in rows)
            numbers.TryAdd(row.Sender, numbers.Count + 1);

        List<QosSender> senders = [.. numbers.Keys];
        await using var batch = new NpgsqlBatch(connection);
        if (anyRetimed)
            batch.BatchCommands.Add(LockOf(rows.Where(row => row.IsRetimed)));

        var command = new NpgsqlBatchCommand(
            anyRetimed ? InsertRetimed
            : rows.Any(row => row.Sample.Id is not null) ? InsertNamed
            : InsertUnnamed);
        batch.BatchCommands.Add(command);
        Add(command.Parameters, "sender_session", NpgsqlDbType.Uuid, senders, sender => sender.SessionId);
        Add(command.Parameters, "sender_user", NpgsqlDbType.Text, senders, sender => sender.UserId);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("due", NpgsqlDbType.TimestampTz) { TypedValue = due.ToUniversalTime() });
        Add(command.Parameters, "number", NpgsqlDbType.Bigint, rows, row => numbers[row.Sender]);
        Add(command.Parameters, "retimed", NpgsqlDbType.Boolean, rows, row => row.IsRetimed);
        AddMeasured(command.Parameters, rows);

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (anyRetimed)
            await reader.NextResultAsync(cancellationToken);

        var stored = new QosStored();
        while (await reader.ReadAsync(cancellationToken))
        {
            var sender = new QosSender(reader.GetGuid(0), reader.GetString(1));
            if (reader.IsDBNull(4))
                stored.AddRefused(sender, StateOf(isKnown: reader.GetBoolean(2), takesPart: reader.GetBoolean(3)));
            else
                stored.AddNew(sender, reader.GetString(4));
        }

        return stored;
    }

    // OFFSET 0: each sender is looked up by key, and no table is hashed for a few of them.
    private static string InsertWhere(string condition, string onConflict = "") =>
        $"""
        WITH sender AS MATERIALIZED (
            SELECT number, sender.session_id, sender.user_id, session.id IS NOT NULL AS is_known, participant.session_id IS NOT NULL AS takes_part,
                session.ended_at IS NULL OR session.ended_at >= @due AS is_open
            FROM unnest(@sender_session, @sender_user) WITH ORDINALITY AS sender (session_id, user_id, number)
                LEFT JOIN LATERAL (SELECT id, ended_at FROM sessions WHERE id = sender.session_id OFFSET 0) session ON true
                LEFT JOIN LATERAL (
                    SELECT session_id FROM participants WHERE (session_id, user_id) = (sender.session_id, sender.user_id) OFFSET 0) participant ON true),
        added AS (
            INSERT INTO {QosPartitions.Samples} ({Columns})
            SELECT {Columns} FROM unnest(@number, @retimed, {Measured}) AS row (number, retimed, {MeasuredColumns}) JOIN sender USING (number)
            WHERE {condition}
            {onConflict}
            RETURNING session_id, user_id, sample_id)
        SELECT session_id, user_id, is_known, takes_part, NULL FROM sender WHERE NOT ({Allowed})
        UNION ALL SELECT session_id, user_id, NULL, NULL, sample_id FROM added WHERE sample_id IS NOT NULL
        """;

    private static QosSenderState StateOf(bool isKnown, bool takesPart) =>
        !isKnown ? QosSenderState.NoSession
        : !takesPart ? QosSenderState.NoParticipant
        : QosSenderState.TooLate;

    // A resend may be on its way beside the first, by another writer or replica.
    private static NpgsqlBatchCommand LockOf(IEnumerable<QosRow> rows)
    {
        List<string> names = [.. rows.Select(row => $"{row.SessionId}/{row.UserId}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var command = new NpgsqlBatchCommand(LockSenders);
        Add(command.Parameters, "retimed_sender", NpgsqlDbType.Text, names, name => name);
        return command;
    }

    // Nor may it come twice at once, as when its caller was told to try again while the first was still waiting.
    private static IReadOnlyList<QosRow> WithoutResends(IReadOnlyList<QosRow> rows) =>
        rows.Any(row => row.IsRetimed)
            ? [.. rows.Where(row => !row.IsRetimed), .. rows.Where(row => row.IsRetimed).DistinctBy(row => (row.Sender, row.Sample.Id))]
            : rows;

    private static void AddMeasured(NpgsqlParameterCollection parameters, IReadOnlyList<QosRow> rows)
    {
        Add(parameters, "recorded_at", NpgsqlDbType.TimestampTz, rows, row => row.RecordedAt.ToUniversalTime());
        Add(parameters, "sample_id", NpgsqlDbType.Text, rows, row => row.Sample.Id);
        Add(parameters, "kind", NpgsqlDbType.Text, rows, row => Name(row.Sample.Kind));
        Add(parameters, "direction", NpgsqlDbType.Text, rows, row => Name<StreamDirection>(row.Sample.Direction ?? StreamDirection.Outbound));
        Add(parameters, "rtt_ms", NpgsqlDbType.Double, rows, row => row.Sample.RttMs);
        Add(parameters, "packet_loss_pct", NpgsqlDbType.Double, rows, row => row.Sample.PacketLossPct);
        Add(parameters, "jitter_ms", NpgsqlDbType.Double, rows, row => row.Sample.JitterMs);
        Add(parameters, "bitrate_kbps", NpgsqlDbType.Double, rows, row => row.Sample.BitrateKbps);
        Add(parameters, "frames_per_second", NpgsqlDbType.Double, rows, row => row.Sample.FramesPerSecond);
        Add(parameters, "freeze_count", NpgsqlDbType.Integer, rows, row => row.Sample.FreezeCount);
        Add(parameters, "audio_level", NpgsqlDbType.Double, rows, row => row.Sample.AudioLevel);
        Add(parameters, "frame_width", NpgsqlDbType.Integer, rows, row => row.Sample.FrameWidth);
        Add(parameters, "frame_height", NpgsqlDbType.Integer, rows, row => row.Sample.FrameHeight);
        Add(parameters, "candidate_type", NpgsqlDbType.Text, rows, row => Name(row.Sample.CandidateType));
    }

    private static void Add<TRow, T>(NpgsqlParameterCollection parameters, string name, NpgsqlDbType type, IReadOnlyList<TRow> rows, Func<TRow, T> value) =>
        parameters.Add(new NpgsqlParameter<T[]>(name, NpgsqlDbType.Array | type) { TypedValue = Values(rows, value) });

    // unnest fills the shorter arrays up with NULL: what nobody measured is not sent.
    private static T[] Values<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value)
    {
        T[] values = [.. rows.Select(value)];
        return Array.TrueForAll(values, one => one is null) ? [] : values;
    }

    private static string? Name<TEnum>(TEnum? value) where TEnum : struct, Enum =>
        value is { } given ? SnakeCase.Write(given) : null;
}
