using System.Diagnostics;
using System.Globalization;
using M4sh.Contracts.Qos;
using M4sh.Data.Qos;

namespace M4sh.Bench.Qos;

/// <summary>A day of raw samples goes with its partition, against DELETE and VACUUM of as many; and what the ingest beside it notices of that.</summary>
internal static class PruneBench
{
    private const double Goal = 0.1;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var (rows, rounds) = (options.Get("rows", 500_000), options.Get("rounds", 5));
        var isCold = options.Get("cold", 0) != 0;
        await using var database = await QosDatabase.StartAsync(cancellationToken);
        await using var db = database.CreateContext();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var (pruned, deleted) = (today.AddDays(-3), today.AddDays(-2));
        List<double> ratios = [];
        for (var round = 0; round <= rounds; round++)
        {
            await QosPartitions.EnsureAsync(db, pruned, deleted, cancellationToken);
            foreach (var day in (DateOnly[])[pruned, deleted])
                await FillAsync(database, day, rows, cancellationToken);

            // Rows as old as those that are pruned are on disk; and, cold, not in memory either, which only root can bring about.
            await database.RunAsync("CHECKPOINT", cancellationToken);
            if (isCold)
                await File.WriteAllTextAsync("/proc/sys/vm/drop_caches", "1", cancellationToken);

            var quiet = await SlowestInsertAsync(database, token => Task.Delay(TimeSpan.FromSeconds(2), token), cancellationToken);
            var drop = new Stopwatch();
            var beside = await SlowestInsertAsync(database, async token =>
            {
                var partition = (await QosPartitions.ListAsync(db, QosPartitions.Samples, token)).Single(each => each.Day == pruned);
                drop.Start();
                await QosPartitions.DropAsync(db, partition, token);
                drop.Stop();
            }, cancellationToken);

            var delete = Stopwatch.StartNew();
            await database.RunAsync($"DELETE FROM {QosPartitions.Samples} WHERE recorded_at >= '{deleted:yyyy-MM-dd} 00:00:00+00' AND recorded_at < '{deleted.AddDays(1):yyyy-MM-dd} 00:00:00+00'", cancellationToken);
            await database.RunAsync($"VACUUM {QosPartitions.Samples}", cancellationToken);
            delete.Stop();

            // The first one is to warm up.
            if (round == 0)
                continue;

            ratios.Add(drop.Elapsed / delete.Elapsed);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{rows} samples: pruned in {drop.Elapsed.TotalMilliseconds:F0} ms, DELETE + VACUUM {delete.Elapsed.TotalMilliseconds:F0} ms; slowest insert beside {beside.TotalMilliseconds:F0} ms, without {quiet.TotalMilliseconds:F0} ms"));
        }

        var median = ratios.Order().ElementAt(ratios.Count / 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median ratio {median:F3} (goal {Goal})"));
        return median <= Goal ? 0 : 1;
    }

    private static Task<long> FillAsync(QosDatabase database, DateOnly day, int rows, CancellationToken cancellationToken) => database.RunAsync(
        $"""
        INSERT INTO {QosPartitions.Samples} (session_id, user_id, recorded_at, sample_id, direction, rtt_ms, packet_loss_pct, jitter_ms)
        SELECT {QosDatabase.SessionId.Replace("to_hex(i)", $"to_hex(i % {QosDatabase.Senders})", StringComparison.Ordinal)}, 'user-' || i % {QosDatabase.Senders},
            '{day:yyyy-MM-dd} 00:00:00+00'::timestamptz + i * interval '86399 s' / {rows}, i::text, 'outbound', random() * 200, random(), random() * 30
        FROM generate_series(1, {rows}) i
        """, cancellationToken);

    private static async Task<TimeSpan> SlowestInsertAsync(QosDatabase database, Func<CancellationToken, Task> beside, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var inserting = Task.Run(async () =>
        {
            var slowest = TimeSpan.Zero;
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            while (!over.IsCancellationRequested)
            {
                var watch = Stopwatch.StartNew();
                var (session, user) = QosDatabase.Sender(0);
                await QosSampleStore.InsertAsync(
                    connection, [new(session, user, TimeProvider.System.GetUtcNow(), new QosSample { RttMs = 1, PacketLossPct = 0, JitterMs = 1 })], cancellationToken);
                slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
                await Task.Delay(Pause, cancellationToken);
            }

            return slowest;
        }, cancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
        await beside(cancellationToken);
        await over.CancelAsync();
        return await inserting;
    }
}
