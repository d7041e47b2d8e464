using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.TestSupport;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace M4sh.Bench.Qos;

/// <summary>A Postgres of a run's own that keeps what it commits, with the schema, partitions around today and the sessions that samples belong to.</summary>
internal sealed class QosDatabase : IAsyncDisposable
{
    public const int Senders = 1_000;

    private const int DaysBack = 3;

    private readonly PostgresServer _postgres = new() { IsDurable = true };

    private QosDatabase()
    {
    }

    public string ConnectionString { get; private set; } = "";

    public NpgsqlDataSource Source { get; private set; } = null!;

    public static async Task<QosDatabase> StartAsync(CancellationToken cancellationToken)
    {
        var database = new QosDatabase();
        await database._postgres.InitializeAsync();
        database.ConnectionString = $"{M4shDbContext.ConnectionDefaults}{await database._postgres.CreateDatabaseAsync(cancellationToken)};Maximum Pool Size=600;Max Auto Prepare=50;Command Timeout=3600";
        database.Source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var db = database.CreateContext();
        await db.Database.MigrateAsync(cancellationToken);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await QosPartitions.EnsureAsync(db, today.AddDays(-DaysBack), today.AddDays(1), cancellationToken);
        await database.RunAsync(
            $"""
            INSERT INTO sessions (id, status, created_by, created_at, metadata, host_permissions, guest_permissions)
            SELECT {SessionId}, 'connected', 'user-' || i, now(), '{"{}"}', '{"{audio,video}"}', '{"{audio,video}"}' FROM generate_series(0, {Senders - 1}) i;
            INSERT INTO participants (session_id, user_id, place, role, connection_state, audio_muted, video_muted, joined_at)
            SELECT {SessionId}, 'user-' || i, 1, 'host', 'connected', false, false, now() FROM generate_series(0, {Senders - 1}) i;
            """, cancellationToken);
        return database;
    }

    /// <summary>Sender <c>i</c>'s session and name.</summary>
    public static QosSender Sender(int i) => new(Guid.Parse($"01980000-0000-7000-8000-{i:x12}"), $"user-{i}");

    /// <summary>SQL: that session's id.</summary>
    public static string SessionId => "('01980000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid";

    public M4shDbContext CreateContext()
    {
        var options = new DbContextOptionsBuilder<M4shDbContext>().UseNpgsql(ConnectionString);
        M4shDbContext.Configure(options);
        return new(options.Options);
    }

    public async Task<long> RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
