using Npgsql;
using NpgsqlTypes;

namespace M4sh.Data.Qos.Rollups;

/// <summary>Merges into a table of rollups. Nobody else may write the same rows meanwhile: see <see cref="QosShard"/> and <see cref="QosRollup"/>.</summary>
/// <param name="name">The table.</param>
/// <param name="bucket">A key's bucket, <c>bucket_start</c>.</param>
/// <param name="key">The other columns of its key.</param>
internal sealed class QosRollupTable<TKey>(string name, Func<TKey, DateTimeOffset> bucket, params QosKeyColumn<TKey>[] key)
    where TKey : notnull
{
    private const string Payload = "excellent, good, poor, rtt_ms, packet_loss_pct, jitter_ms";

    private readonly QosKeyColumn<TKey>[] _key =
        [new("bucket_start", NpgsqlDbType.TimestampTz, keys => keys.Select(each => bucket(each).UtcDateTime).ToArray()), .. key];

    public async Task MergeAsync(NpgsqlConnection connection, IReadOnlyDictionary<TKey, QosAggregate> added, CancellationToken cancellationToken)
    {
        if (added.Count == 0)
            return;

        TKey[] keys = [.. added.Keys];
        QosAggregate[] rows = [.. added.Values];
        await ReadAsync(connection, keys, rows, cancellationToken);
        await WriteAsync(connection, keys, rows, cancellationToken);
    }

    private string Columns => string.Join(", ", _key.Select(column => column.Name));

    private string Parameters => string.Join(", ", _key.Select(column => $"@{column.Name}"));

    private async Task ReadAsync(NpgsqlConnection connection, TKey[] keys, QosAggregate[] rows, CancellationToken cancellationToken)
    {
        // The bounds let Postgres leave the partitions of other days alone.
        var sql =
            $"""
            SELECT key.at, {string.Join(", ", Payload.Split(", ").Select(column => $"kept.{column}"))}
            FROM unnest({Parameters}) WITH ORDINALITY AS key ({Columns}, at)
            JOIN {name} kept ON {string.Join(" AND ", _key.Select(column => $"kept.{column.Name} = key.{column.Name}"))}
            WHERE kept.bucket_start BETWEEN @first AND @last
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        AddKeys(command, keys);
        command.Parameters.Add(new NpgsqlParameter<DateTime>("first", keys.Min(bucket).UtcDateTime));
        command.Parameters.Add(new NpgsqlParameter<DateTime>("last", keys.Max(bucket).UtcDateTime));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows[reader.GetInt64(0) - 1].Merge(QosAggregate.Of(new QosStoredRow
            {
                Excellent = reader.GetInt64(1),
                Good = reader.GetInt64(2),
                Poor = reader.GetInt64(3),
                RttMs = reader.GetFieldValue<byte[]>(4),
                PacketLossPct = reader.GetFieldValue<byte[]>(5),
                JitterMs = reader.GetFieldValue<byte[]>(6),
            }));
        }
    }

    private async Task WriteAsync(NpgsqlConnection connection, TKey[] keys, QosAggregate[] rows, CancellationToken cancellationToken)
    {
        var sql =
            $"""
            INSERT INTO {name} ({Columns}, {Payload})
            SELECT * FROM unnest({Parameters}, {string.Join(", ", Payload.Split(", ").Select(column => $"@{column}"))})
            ON CONFLICT ({Columns}) DO UPDATE SET {string.Join(", ", Payload.Split(", ").Select(column => $"{column} = excluded.{column}"))}
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        AddKeys(command, keys);
        void Add<T>(string column, NpgsqlDbType type, Func<QosAggregate, T> value) =>
            command.Parameters.Add(new NpgsqlParameter<T[]>(column, NpgsqlDbType.Array | type) { TypedValue = Array.ConvertAll(rows, row => value(row)) });

        Add("excellent", NpgsqlDbType.Bigint, row => row.Excellent);
        Add("good", NpgsqlDbType.Bigint, row => row.Good);
        Add("poor", NpgsqlDbType.Bigint, row => row.Poor);
        Add("rtt_ms", NpgsqlDbType.Bytea, row => Sketches.DDSketchFormat.Write(row.RttMs));
        Add("packet_loss_pct", NpgsqlDbType.Bytea, row => Sketches.DDSketchFormat.Write(row.PacketLossPct));
        Add("jitter_ms", NpgsqlDbType.Bytea, row => Sketches.DDSketchFormat.Write(row.JitterMs));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private void AddKeys(NpgsqlCommand command, TKey[] keys)
    {
        foreach (var column in _key)
            command.Parameters.Add(new NpgsqlParameter(column.Name, NpgsqlDbType.Array | column.Type) { Value = column.Values(keys) });
    }
}
