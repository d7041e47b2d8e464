using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using Npgsql;
using NpgsqlTypes;

namespace M4sh.Data.Qos;

/// <summary>Writes samples: one statement however many there are, and a resend changes nothing.</summary>
public static class QosSampleStore
{
    private const string Insert =
        $"""
        INSERT INTO {QosPartitions.Samples} (session_id, user_id, recorded_at, sample_id, kind, direction, rtt_ms, packet_loss_pct, jitter_ms,
            bitrate_kbps, frames_per_second, freeze_count, audio_level, frame_width, frame_height, candidate_type)
        SELECT * FROM unnest(@session_id, @user_id, @recorded_at, @sample_id, @kind, @direction, @rtt_ms, @packet_loss_pct, @jitter_ms,
            @bitrate_kbps, @frames_per_second, @freeze_count, @audio_level, @frame_width, @frame_height, @candidate_type)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Stores the rows. When it returns, they are durable.</summary>
    /// <returns>How many were new.</returns>
    public static async Task<int> InsertAsync(NpgsqlConnection connection, IReadOnlyList<QosRow> rows, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Insert, connection);
        void Add<T>(string name, NpgsqlDbType type, Func<QosRow, T> value) =>
            command.Parameters.Add(new NpgsqlParameter<T[]>(name, NpgsqlDbType.Array | type) { TypedValue = [.. rows.Select(value)] });

        Add("session_id", NpgsqlDbType.Uuid, row => row.SessionId);
        Add("user_id", NpgsqlDbType.Text, row => row.UserId);
        Add("recorded_at", NpgsqlDbType.TimestampTz, row => row.RecordedAt.ToUniversalTime());
        Add("sample_id", NpgsqlDbType.Text, row => row.Sample.Id);
        Add("kind", NpgsqlDbType.Text, row => Name(row.Sample.Kind));
        Add("direction", NpgsqlDbType.Text, row => Name<StreamDirection>(row.Sample.Direction ?? StreamDirection.Outbound));
        Add("rtt_ms", NpgsqlDbType.Double, row => row.Sample.RttMs);
        Add("packet_loss_pct", NpgsqlDbType.Double, row => row.Sample.PacketLossPct);
        Add("jitter_ms", NpgsqlDbType.Double, row => row.Sample.JitterMs);
        Add("bitrate_kbps", NpgsqlDbType.Double, row => row.Sample.BitrateKbps);
        Add("frames_per_second", NpgsqlDbType.Double, row => row.Sample.FramesPerSecond);
        Add("freeze_count", NpgsqlDbType.Integer, row => row.Sample.FreezeCount);
        Add("audio_level", NpgsqlDbType.Double, row => row.Sample.AudioLevel);
        Add("frame_width", NpgsqlDbType.Integer, row => row.Sample.FrameWidth);
        Add("frame_height", NpgsqlDbType.Integer, row => row.Sample.FrameHeight);
        Add("candidate_type", NpgsqlDbType.Text, row => Name(row.Sample.CandidateType));
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string? Name<TEnum>(TEnum? value) where TEnum : struct, Enum =>
        value is { } given ? SnakeCase.Write(given) : null;
}
