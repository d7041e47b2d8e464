using System.Diagnostics;
using System.Globalization;
using M4sh.Data.Qos;
using Npgsql;

namespace M4sh.Bench.Qos;

/// <summary>A minute of many peers, a sample each 5 s: how long it takes to roll it up, and how much memory a worker has that does it every 10 s.</summary>
internal static class RollupBench
{
    private const int SamplesOfPeer = 12;
    private const double GoalSeconds = 1;
    private const double GoalMegabytes = 150;

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var (peers, rounds) = (options.Get("peers", 2_000), options.Get("rounds", 5));
        var median = await TimeAsync(peers, rounds, cancellationToken);
        var memory = await MemoryAsync(peers, rounds, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{peers * SamplesOfPeer} samples: median {median:F2} s (goal {GoalSeconds}); worker at most {memory:F0} MB (goal {GoalMegabytes})"));
        return median < GoalSeconds && memory < GoalMegabytes ? 0 : 1;
    }

    private static async Task<double> TimeAsync(int peers, int rounds, CancellationToken cancellationToken)
    {
        await using var database = await QosDatabase.StartAsync(cancellationToken);
        List<double> times = [];
        for (var round = 0; round <= rounds; round++)
        {
            await StoreMinuteAsync(database.Source, peers, round, cancellationToken);
            var watch = Stopwatch.StartNew();
            var samples = await Days.RollUpAsync(database, cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{samples} samples in {watch.Elapsed.TotalSeconds:F2} s"));

            // The first one is to warm up.
            if (round > 0)
                times.Add(watch.Elapsed.TotalSeconds);
        }

        return times.Order().ElementAt(times.Count / 2);
    }

    private static async Task<double> MemoryAsync(int peers, int rounds, CancellationToken cancellationToken)
    {
        await using var stack = await BenchStack.StartAsync(cancellationToken);
        await using var source = NpgsqlDataSource.Create(stack.ConnectionString);
        for (var round = 0; round < rounds; round++)
        {
            await StoreMinuteAsync(source, peers, round, cancellationToken);
            await using var rolledUp = source.CreateCommand("SELECT coalesce(sum(excellent + good + poor), 0)::bigint FROM qos_overall_minutes");
            while ((long)(await rolledUp.ExecuteScalarAsync(cancellationToken))! < (long)peers * SamplesOfPeer * (round + 1))
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }

        stack.WorkerProcess.Refresh();
        return stack.WorkerProcess.PeakWorkingSet64 / 1e6;
    }

    // As the ingest does: a thousand samples a transaction, each of another peer.
    private static async Task StoreMinuteAsync(NpgsqlDataSource source, int peers, int minute, CancellationToken cancellationToken)
    {
        const int Transaction = 1_000;
        var (random, start) = (new Random(minute), QosBuckets.Floor(TimeProvider.System.GetUtcNow(), QosBuckets.Minute).AddMinutes(-minute));
        var rows = from tick in Enumerable.Range(0, SamplesOfPeer)
                   from peer in Enumerable.Range(0, peers)
                   let at = start.AddSeconds((tick * 5) + (5.0 * peer / peers))
                   let sender = QosDatabase.Sender(peer / 2)
                   select new QosRow(sender.SessionId, $"{sender.UserId}-{peer % 2}", at, new() { RttMs = 20 + (300 * random.NextDouble()), PacketLossPct = Math.Max(0, random.Next(-9, 4)), JitterMs = 30 * random.NextDouble() });
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        foreach (var chunk in rows.Chunk(Transaction))
            await QosSampleStore.InsertAsync(connection, chunk, cancellationToken);
    }
}
