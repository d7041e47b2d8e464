using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace M4sh.Bench;

/// <summary>
/// How soon callers are told <c>unavailable</c> when Postgres or Redis is stopped, or stalls: keeps its connections open and answers nothing. Under load, so
/// requests are in flight on open connections at that moment; their time counts from then.
/// </summary>
internal static class FailureBench
{
    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Hangs = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var (callers, length) = (options.Get("callers", 64), TimeSpan.FromSeconds(options.Get("seconds", 10)));
        await using var stack = await BenchStack.StartAsync(cancellationToken, proxied: true);
        await LoadAsync(stack, callers, () => Task.Delay(WarmUp, cancellationToken), cancellationToken);

        Console.WriteLine("| what | answers 503 | p50 | max | in flight at that moment | their max | other errors | served again after |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        var slowest = TimeSpan.Zero;
        foreach (var (name, fail, mend) in Failures(stack))
        {
            long failed = 0, mended = 0;
            var answers = await LoadAsync(stack, callers, async () =>
            {
                await Task.Delay(Before, cancellationToken);
                failed = Stopwatch.GetTimestamp();
                await fail();
                await Task.Delay(length, cancellationToken);
                mended = Stopwatch.GetTimestamp();
                await mend();
                await ServedAsync(stack, cancellationToken);
            }, cancellationToken);
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Print(name, answers, failed, mended).Ticks));
        }

        return slowest < Goal ? 0 : 1;
    }

    private static IEnumerable<(string Name, Func<Task> Fail, Func<Task> Mend)> Failures(BenchStack stack) =>
    [
        ("Postgres stops", stack.Postgres.StopAsync, stack.Postgres.StartAsync),
        ("Postgres stalls", () => Do(stack.PostgresProxy.Stall), () => Do(stack.PostgresProxy.Resume)),
        ("Redis stops", stack.Redis.StopAsync, stack.Redis.StartAsync),
        ("Redis stalls", () => Do(stack.RedisProxy.Stall), () => Do(stack.RedisProxy.Resume)),
    ];

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    /// <summary>Callers that create and list until what is done meanwhile is done.</summary>
    private static async Task<IReadOnlyCollection<Answer>> LoadAsync(BenchStack stack, int callers, Func<Task> meanwhile, CancellationToken cancellationToken)
    {
        var answers = new ConcurrentQueue<Answer>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var load = Enumerable.Range(0, callers).Select(caller => CallAsync(stack, caller, answers, end.Token)).ToList();
        await meanwhile();
        await end.CancelAsync();
        await Task.WhenAll(load);
        return answers;
    }

    private static async Task CallAsync(BenchStack stack, int caller, ConcurrentQueue<Answer> answers, CancellationToken stop)
    {
        using var client = stack.As(string.Create(CultureInfo.InvariantCulture, $"caller-{caller}"));
        var path = new Uri("sessions/", UriKind.Relative);
        try
        {
            for (var i = caller; ; i++)
            {
                var began = Stopwatch.GetTimestamp();
                using var response = await (i % 2 == 0 ? client.PostAsync(path, null, stop) : client.GetAsync(path, stop));
                answers.Enqueue(new(began, Stopwatch.GetTimestamp(), response.StatusCode));
                if (!response.IsSuccessStatusCode)
                    await Task.Delay(Pause, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    private static async Task ServedAsync(BenchStack stack, CancellationToken cancellationToken)
    {
        using var client = stack.As("witness");
        var watch = Stopwatch.StartNew();
        while (true)
        {
            using var response = await client.PostAsync(new Uri("sessions/", UriKind.Relative), null, cancellationToken);
            if (response.IsSuccessStatusCode)
                return;
            if (watch.Elapsed > Hangs)
                throw new InvalidOperationException("It does not serve again.");

            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <returns>The longest time to a 503.</returns>
    private static TimeSpan Print(string name, IReadOnlyCollection<Answer> answers, long failed, long mended)
    {
        var refused = answers.Where(answer => answer.Status == HttpStatusCode.ServiceUnavailable && answer.Ended >= failed).ToList();
        var times = refused.Select(answer => Stopwatch.GetElapsedTime(Math.Max(answer.Began, failed), answer.Ended)).Order().ToList();
        var inFlight = refused.Where(answer => answer.Began < failed).Select(answer => Stopwatch.GetElapsedTime(failed, answer.Ended)).ToList();
        var others = answers.Where(answer => answer.Status is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable))
            .CountBy(answer => (int)answer.Status).Select(status => string.Create(CultureInfo.InvariantCulture, $"{status.Value} of {status.Key}")).ToList();
        var served = answers.Where(answer => answer.Ended > mended && answer.Status == HttpStatusCode.Created).Select(answer => answer.Ended).DefaultIfEmpty(mended).Min();
        var (half, longest) = times.Count == 0 ? (TimeSpan.Zero, TimeSpan.Zero) : (times[times.Count / 2], times[^1]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {times.Count} | {half.TotalMilliseconds:F0} ms | {longest.TotalMilliseconds:F0} ms | {inFlight.Count} | {inFlight.DefaultIfEmpty().Max().TotalMilliseconds:F0} ms | {(others.Count == 0 ? "none" : string.Join(", ", others))} | {Stopwatch.GetElapsedTime(mended, served).TotalSeconds:F1} s |"));
        return longest;
    }

    private readonly record struct Answer(long Began, long Ended, HttpStatusCode Status);
}
