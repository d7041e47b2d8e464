using System.Diagnostics;
using System.Globalization;
using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using M4sh.Contracts.Qos;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Live;
using M4sh.SignalingApi.Qos;
using M4sh.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using StackExchange.Redis;

namespace M4sh.Bench.Qos;

/// <summary>
/// Samples a second, durable, at the ingest service in this process: 64 callers of one sample against an INSERT a sample over as many connections, as Npgsql
/// sends it and prepared, and 512 callers against one raw COPY into the same table; in turns, the median of the rounds' ratios.
/// </summary>
internal static class IngestBench
{
    private const int Few = 64;
    private const int Many = 512;
    private const double GoalOfInsert = 4;
    private const double GoalOfCopy = 0.3;

    private const string Insert =
        $"""
        INSERT INTO {QosPartitions.Samples} (session_id, user_id, recorded_at, sample_id, direction, rtt_ms, packet_loss_pct, jitter_ms)
        VALUES ($1, $2, $3, $4, 'outbound', $5, $6, $7)
        """;

    private static readonly QosSample Sample = new() { RttMs = 42, PacketLossPct = 0.5, JitterMs = 5 };

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var (seconds, rounds, rows) = (options.Get("seconds", 5), options.Get("rounds", 5), options.Get("rows", 1_000_000));
        await using var database = await QosDatabase.StartAsync(cancellationToken);
        var redis = new RedisServer();
        await redis.InitializeAsync();
        using var host = await StartIngestAsync(database, redis, options.Get("writers", new QosOptions().Writers), cancellationToken);
        var ingest = host.Services.GetRequiredService<QosIngest>();
        await using var unprepared = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxAutoPrepare = 0 });
        Console.WriteLine("samples/s: ingest of 64 | INSERT of 64 | ratio | prepared | ratio | ingest of 512 | COPY | ratio");
        List<double> ofInsert = [], ofPrepared = [], ofCopy = [];
        for (var round = 0; round <= rounds; round++)
        {
            var few = await CallersAsync(Few, seconds, (i, token) => StoreAsync(ingest, i, token), cancellationToken);
            var insert = await InsertAsync(unprepared, seconds, cancellationToken);
            var prepared = await InsertAsync(database.Source, seconds, cancellationToken);
            var many = await CallersAsync(Many, seconds, (i, token) => StoreAsync(ingest, i, token), cancellationToken);
            var copy = await CopyAsync(database, rows, cancellationToken);
            await database.RunAsync($"TRUNCATE {QosPartitions.Samples}", cancellationToken);

            // The first one is to warm up.
            if (round == 0)
                continue;

            ofInsert.Add(few / insert);
            ofPrepared.Add(few / prepared);
            ofCopy.Add(many / copy);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{few:F0} | {insert:F0} | {few / insert:F2} | {prepared:F0} | {few / prepared:F2} | {many:F0} | {copy:F0} | {many / copy:F2}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"medians: {Median(ofInsert):F2} × INSERT (goal {GoalOfInsert}), {Median(ofPrepared):F2} × INSERT prepared, {Median(ofCopy):F2} × COPY (goal {GoalOfCopy})"));
        await host.StopAsync(cancellationToken);
        await redis.DisposeAsync();
        return Median(ofInsert) >= GoalOfInsert && Median(ofCopy) >= GoalOfCopy ? 0 : 1;
    }

    private static async Task<IHost> StartIngestAsync(QosDatabase database, RedisServer redis, int writers, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("Qos:Writers", writers.ToString(CultureInfo.InvariantCulture))]);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(TimeProvider.System).AddMetrics().AddSingleton<LiveFeed>().AddSingleton<IQualityNotifier, Nobody>().AddQos();
        builder.Services.AddSingleton<IConnectionMultiplexer>(await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString));
        var settings = new NpgsqlEntityFrameworkCorePostgreSQLSettings { ConnectionString = database.ConnectionString };
        DatabaseFailures.Configure(settings);
        builder.Services.AddDbContextPool<M4shDbContext>(options =>
        {
            options.UseNpgsql(settings.ConnectionString);
            DatabaseFailures.Configure(options);
        });
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }

    private static Task<QualityAssessment> StoreAsync(QosIngest ingest, int caller, CancellationToken cancellationToken)
    {
        var sender = QosDatabase.Sender(caller);
        return ingest.StoreAsync(sender.SessionId, sender.UserId, [Sample], cancellationToken);
    }

    private static async Task<double> InsertAsync(NpgsqlDataSource source, int seconds, CancellationToken cancellationToken)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, Few).Select(_ => source.OpenConnectionAsync(cancellationToken).AsTask()));
        var commands = connections.Select(connection => new NpgsqlCommand(Insert, connection)).ToList();
        try
        {
            return await CallersAsync(Few, seconds, async (i, token) =>
            {
                var (command, sender) = (commands[i], QosDatabase.Sender(i));
                command.Parameters.Clear();
                command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = sender.SessionId });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sender.UserId });
                command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = TimeProvider.System.GetUtcNow() });
                command.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
                foreach (var value in (double[])[Sample.RttMs, Sample.PacketLossPct, Sample.JitterMs])
                    command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = value });

                await command.ExecuteNonQueryAsync(token);
            }, cancellationToken);
        }
        finally
        {
            foreach (var connection in connections)
                await connection.DisposeAsync();
        }
    }

    private static async Task<double> CopyAsync(QosDatabase database, int rows, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync(
            $"COPY {QosPartitions.Samples} (session_id, user_id, recorded_at, sample_id, direction, rtt_ms, packet_loss_pct, jitter_ms) FROM STDIN BINARY", cancellationToken);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        for (var i = 0; i < rows; i++)
        {
            var sender = QosDatabase.Sender(i % Many);
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(sender.SessionId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(sender.UserId, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(now, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteNullAsync(cancellationToken);
            await copy.WriteAsync("outbound", NpgsqlDbType.Text, cancellationToken);
            foreach (var value in (double[])[Sample.RttMs, Sample.PacketLossPct, Sample.JitterMs])
                await copy.WriteAsync(value, NpgsqlDbType.Double, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
        return rows / watch.Elapsed.TotalSeconds;
    }

    /// <returns>How often a second the callers together came to the end.</returns>
    private static async Task<double> CallersAsync(int callers, int seconds, Func<int, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0;
            for (; watch.Elapsed.TotalSeconds < seconds; count++)
                await act(caller, cancellationToken);

            return count;
        }, cancellationToken)));
        return counts.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Nobody is connected who could be advised.</summary>
    private sealed class Nobody : IQualityNotifier
    {
        public Task SampledAsync(Guid sessionId, string userId, IReadOnlyList<QosSample> samples) => Task.CompletedTask;
    }
}
