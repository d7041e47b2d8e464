using System.Text.Json;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;
using M4sh.Data;
using M4sh.Data.Sessions;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace M4sh.SignalingApi.Sessions;

/// <summary>
/// What every peer of every call asks of Postgres goes past EF, which would take several round trips and more time than Postgres itself: over EF's
/// connections all the same, and tried again as EF does.
/// </summary>
internal static class SessionSql
{
    /// <summary>Of <c>sessions s</c> and <c>participants p</c>, a row for each participant; for <see cref="ReadAsync"/>, in this order.</summary>
    public const string Columns =
        """
        s.id, s.lesson_id, s.status, s.created_by, s.created_at, s.connected_at, s.ended_at, s.end_reason, s.metadata, s.trace_parent,
        p.user_id, p.display_name, p.role, p.place, p.connection_state, p.audio_muted, p.video_muted, p.nat_type, p.candidate_pair, p.joined_at, p.left_at,
        s.host_permissions, s.guest_permissions, s.started_at
        """;

    /// <summary>How many they are.</summary>
    public const int ColumnCount = 24;

    /// <summary>The order of the participants in a session.</summary>
    public const string Order = "p.joined_at, p.place";

    private const int FirstOfParticipant = 10;

    public static Task<T> RunAsync<T>(
        this M4shDbContext db, Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await db.Database.OpenConnectionAsync(token);
            try
            {
                return await run((NpgsqlConnection)db.Database.GetDbConnection(), token);
            }
            finally
            {
                await db.Database.CloseConnectionAsync();
            }
        }, cancellationToken);

    /// <summary>A parameter of a statement that counts them.</summary>
    public static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    /// <summary>A session from its rows; null where there are none. Of further columns the last row's are still there for <paramref name="rest"/>.</summary>
    public static async Task<StoredSession?> ReadAsync(NpgsqlDataReader reader, Action<NpgsqlDataReader>? rest, CancellationToken cancellationToken)
    {
        StoredSession? stored = null;
        List<Participant> participants = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            stored ??= new(ReadSession(reader, participants), Text(reader, 9))
            {
                HostPermissions = Permissions(reader, 21),
                GuestPermissions = Permissions(reader, 22),
                StartedAt = Value<DateTimeOffset>(reader, 23),
            };
            if (!reader.IsDBNull(FirstOfParticipant))
                participants.Add(ReadParticipant(reader));

            rest?.Invoke(reader);
        }

        return stored;
    }

    private static Session ReadSession(NpgsqlDataReader reader, IReadOnlyList<Participant> participants) => new()
    {
        Id = reader.GetGuid(0),
        LessonId = Text(reader, 1),
        Status = SnakeCase.Read<SessionStatus>(reader.GetString(2)),
        CreatedBy = reader.GetString(3),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(4),
        ConnectedAt = Value<DateTimeOffset>(reader, 5),
        EndedAt = Value<DateTimeOffset>(reader, 6),
        EndReason = Name<EndReason>(reader, 7),
        Metadata = reader.GetFieldValue<JsonElement>(8),
        Participants = participants,
    };

    private static Participant ReadParticipant(NpgsqlDataReader reader) => new()
    {
        UserId = reader.GetString(FirstOfParticipant),
        DisplayName = Text(reader, 11),
        Role = SnakeCase.Read<ParticipantRole>(reader.GetString(12)),
        Polite = reader.GetInt16(13) == ParticipantEntity.SecondPlace,
        ConnectionState = SnakeCase.Read<PeerConnectionState>(reader.GetString(14)),
        AudioMuted = reader.GetBoolean(15),
        VideoMuted = reader.GetBoolean(16),
        NatType = Name<NatType>(reader, 17),
        CandidatePair = Value<JsonElement>(reader, 18),
        JoinedAt = reader.GetFieldValue<DateTimeOffset>(19),
        LeftAt = Value<DateTimeOffset>(reader, 20),
    };

    private static IReadOnlyList<MediaPermission> Permissions(NpgsqlDataReader reader, int column) =>
        [.. reader.GetFieldValue<string[]>(column).Select(SnakeCase.Read<MediaPermission>)];

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static T? Value<T>(NpgsqlDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    private static TEnum? Name<TEnum>(NpgsqlDataReader reader, int column)
        where TEnum : struct, Enum => reader.IsDBNull(column) ? null : SnakeCase.Read<TEnum>(reader.GetString(column));
}
