using System.Diagnostics;
using System.Globalization;
using M4sh.Contracts.Qos;
using M4sh.Data.Qos;
using M4sh.Data.Sessions;
using M4sh.SignalingApi.Qos;
using Microsoft.EntityFrameworkCore;

namespace M4sh.Bench.Qos;

/// <summary>
/// The percentiles of 24 hours, as the API answers them in this process, against <c>percentile_cont</c> over the same samples, and held to
/// <c>percentile_disc</c>; then the answers about single sessions, as one snapshot each.
/// </summary>
internal static class PercentileBench
{
    private const double GoalTimes = 400;
    private const double GoalError = 0.01;
    private const double GoalMilliseconds = 10;

    private static readonly string[] Metrics = ["rtt_ms", "packet_loss_pct", "jitter_ms"];

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var samples = options.Get("samples", 10_000_000);
        await using var database = await QosDatabase.StartAsync(cancellationToken);
        var to = QosBuckets.Ceiling(TimeProvider.System.GetUtcNow(), QosBuckets.Minute);
        var watch = Stopwatch.StartNew();
        await Days.FillAsync(database, to, samples, cancellationToken);
        Say($"filled {samples} samples in {watch.Elapsed.TotalSeconds:F0} s");
        watch.Restart();
        var rolled = await Days.RollUpAsync(database, cancellationToken);
        Say($"rolled up {rolled} samples in {watch.Elapsed.TotalSeconds:F0} s: {rolled / watch.Elapsed.TotalSeconds:F0} a second");
        await database.RunAsync("VACUUM ANALYZE", cancellationToken);

        var isFast = await DayAsync(database, to, options.Get("rounds", 3), cancellationToken);
        return await SessionsAsync(database, Days.Calls(samples), options.Get("sessions", 200), cancellationToken) && isFast ? 0 : 1;
    }

    private static async Task<bool> DayAsync(QosDatabase database, DateTimeOffset to, int rounds, CancellationToken cancellationToken)
    {
        var window = new QualityWindow(to.AddDays(-1), to, TimeSpan.FromDays(1));
        var (times, answer) = (new List<double>(), await AnswerAsync(database, window, cancellationToken));
        for (var round = 0; round < rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            await ExactAsync(database, "percentile_cont", window, cancellationToken);
            var exact = watch.Elapsed;
            var own = await MedianAsync(() => AnswerAsync(database, window, cancellationToken));
            var minutes = await MedianAsync(() => AnswerAsync(database, window with { Bucket = QosBuckets.Minute }, cancellationToken));
            times.Add(exact / own);
            Say($"percentile_cont {exact.TotalMilliseconds:F0} ms, own {own.TotalMilliseconds:F2} ms, {exact / own:F0} × (with a series of minutes {minutes.TotalMilliseconds:F0} ms)");
        }

        var disc = await ExactAsync(database, "percentile_disc", window, cancellationToken);
        var answered = new[] { answer.Overall.RttMs!, answer.Overall.PacketLossPct!, answer.Overall.JitterMs! }
            .SelectMany(metric => (double[])[metric.P50, metric.P95, metric.P99]);
        var error = disc.Zip(answered).Max(pair => pair.First == pair.Second ? 0 : Math.Abs(pair.First - pair.Second) / pair.First);
        var median = times.Order().ElementAt(times.Count / 2);
        Say($"{answer.Samples} samples: {median:F0} × faster (goal {GoalTimes}), {error:P2} off percentile_disc at most (goal {GoalError:P0})");
        return median >= GoalTimes && error <= GoalError;
    }

    private static async Task<bool> SessionsAsync(QosDatabase database, int calls, int sessions, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        List<double> times = [];
        var samples = 0L;
        for (var i = 0; i < sessions; i++)
        {
            await using var db = database.CreateContext();
            var id = Days.Call(random.Next(calls));
            var session = (await db.Sessions.Include(each => each.Participants).SingleAsync(each => each.Id == id, cancellationToken)).ToContract();
            var watch = Stopwatch.StartNew();
            var report = await new QualityReports(db, TimeProvider.System).OfSessionAsync(session, new(null, null, QosBuckets.Minute), cancellationToken);
            times.Add(watch.Elapsed.TotalMilliseconds);
            samples += report.Samples;
        }

        times.Sort();
        var (median, tail) = (times[times.Count / 2], times[times.Count * 95 / 100]);
        Say($"a session of {samples / sessions} samples: median {median:F1} ms, p95 {tail:F1} ms, slowest {times[^1]:F1} ms (goal {GoalMilliseconds})");
        return median < GoalMilliseconds;
    }

    private static async Task<QualityOverview> AnswerAsync(QosDatabase database, QualityWindow window, CancellationToken cancellationToken)
    {
        await using var db = database.CreateContext();
        return await new QualityReports(db, TimeProvider.System).OfAllAsync(window, null, cancellationToken);
    }

    private static async Task<IReadOnlyList<double>> ExactAsync(QosDatabase database, string function, QualityWindow window, CancellationToken cancellationToken)
    {
        var columns = Metrics.Select(metric => $"{function}(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY {metric})");
        await using var command = database.Source.CreateCommand(
            $"SELECT {string.Join(", ", columns)} FROM {QosPartitions.Samples} WHERE recorded_at >= {Days.Text(window.From!.Value)} AND recorded_at < {Days.Text(window.To!.Value)}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return [.. Enumerable.Range(0, Metrics.Length).SelectMany(reader.GetFieldValue<double[]>)];
    }

    private static async Task<TimeSpan> MedianAsync(Func<Task> act)
    {
        const int Times = 21;
        List<TimeSpan> times = [];
        for (var i = 0; i < Times; i++)
        {
            var watch = Stopwatch.StartNew();
            await act();
            times.Add(watch.Elapsed);
        }

        return times.Order().ElementAt(Times / 2);
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
