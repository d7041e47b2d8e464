using M4sh.Contracts.Qos;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;
using M4sh.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace M4sh.QosWorker.Tests.Support;

/// <summary>The worker's services over a database of its own, not started: the tests run its cycles one by one.</summary>
internal sealed class Worker : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 30, TimeSpan.Zero);

    private readonly IHost _host;

    private Worker(string connectionString, FakeTimeProvider time, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        ConnectionString = connectionString;
        Time = time;
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new($"ConnectionStrings:{M4shDbContext.ConnectionName}", connectionString), .. settings]);
        builder.AddQosWorker();
        builder.Services.AddSingleton<TimeProvider>(time);
        _host = builder.Build();
    }

    public string ConnectionString { get; }

    public FakeTimeProvider Time { get; }

    /// <summary>A worker over a new database, migrated and with its partitions unless <paramref name="empty"/>.</summary>
    public static async Task<Worker> CreateAsync(
        PostgresServer postgres, bool empty = false, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var worker = new Worker(await postgres.CreateDatabaseAsync(TestContext.Current.CancellationToken), new(Noon), settings);
        if (!empty)
        {
            await worker.Get<M4sh.QosWorker.Startup.StartupService>().RunAsync(TestContext.Current.CancellationToken);
        }

        return worker;
    }

    /// <summary>A second worker over the same database and clock.</summary>
    /// <param name="name">What its connections are called in Postgres. They are a pool of their own.</param>
    public Worker Another(string? name = null) =>
        new(name is null ? ConnectionString : new NpgsqlConnectionStringBuilder(ConnectionString) { ApplicationName = name }.ConnectionString, Time, []);

    public TService Get<TService>() where TService : notnull => _host.Services.GetRequiredService<TService>();

    public async Task<TResult> UseDbAsync<TResult>(Func<M4shDbContext, Task<TResult>> use)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<M4shDbContext>());
    }

    /// <summary>A connection that is nobody else's: none that a worker left in the pool, perhaps killed.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async Task<TValue> ScalarAsync<TValue>(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (TValue)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task InsertAsync(params IReadOnlyList<QosRow> rows)
    {
        await using var connection = await ConnectAsync();
        await QosSampleStore.InsertAsync(connection, rows, TestContext.Current.CancellationToken);
    }

    public Task InsertAsync(Guid session, string user, DateTimeOffset at, double rttMs = 40, double lossPct = 0.5, double jitterMs = 4) =>
        InsertAsync(new QosRow(session, user, at, new QosSample { RttMs = rttMs, PacketLossPct = lossPct, JitterMs = jitterMs }));

    public Task<List<QosMinuteEntity>> MinutesAsync() => UseDbAsync(db => db.QosMinutes
        .OrderBy(minute => minute.BucketStart).ThenBy(minute => minute.UserId).AsNoTracking().ToListAsync(TestContext.Current.CancellationToken));

    public Task<IReadOnlyList<QosPartition>> PartitionsAsync() =>
        UseDbAsync(db => QosPartitions.ListAsync(db, QosPartitions.Samples, TestContext.Current.CancellationToken));

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return ValueTask.CompletedTask;
    }
}
