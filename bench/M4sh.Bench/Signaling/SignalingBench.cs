using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace M4sh.Bench.Signaling;

/// <summary>
/// Signaling against a bare Kestrel relay, with PeerJS and socket.io beside it: CPU a call, one-way relay at a fixed rate, memory an idle
/// joined peer. In one run and in turns; each ratio is of one round, and the median of the rounds counts.
/// </summary>
internal static class SignalingBench
{
    private const int CallsAtOnce = 16;
    private const int CallsASecond = 50;
    private const int WarmUpCallsASecond = 100;
    private const int RelayedASecond = 400;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    // How long a service waits for others on a busy machine is not what is measured.
    internal static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["Failures__RedisTimeout"] = "00:00:20",
        ["Failures__PostgresTimeout"] = "00:00:20",
        ["Signaling__NodeTimeout"] = "00:00:30",
        ["DOTNET_STARTUP_HOOKS"] = Servers.Hook,
    };

    public static async Task<int> RunAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        var (rounds, calls, warmUp) = (options.Get("rounds", 5), options.Get("calls", 400), options.Get("warm-up", 2000));
        var (idle, seconds) = (options.Get("idle", 500), options.Get("seconds", 10));
        await using var stack = await BenchStack.StartAsync(cancellationToken, settings: Settings);
        await using var servers = new Servers();
        await using var contenders = new Contenders(stack, servers);
        var all = await contenders.StartAsync(options.Get("node", 1) == 1, cancellationToken);
        if (options.Get("only", 0) is > 0 and var only)
            all = [all[0], all[only]];

        var results = all.Select(static contender => new SignalingResult(contender.Name)).ToList();

        // Of servers that have not grown yet, all with as many peers: room that was taken for others would look like none.
        foreach (var (contender, result) in all.Zip(results))
        {
            await RateAsync(contender, CallsAtOnce, cancellationToken);
            result.Memory.Add(await MemoryAsync(contender, idle, cancellationToken));
        }

        // Their code is compiled in steps while it runs, which in the first thousand calls is most of what they do.
        foreach (var contender in all)
            await CpuAsync(contender, warmUp, WarmUpCallsASecond, cancellationToken);

        for (var round = 0; round < rounds; round++)
        {
            foreach (var (contender, result) in all.Zip(results))
            {
                result.Cpu.Add(await CpuAsync(contender, calls, CallsASecond, cancellationToken));
                result.Rate.Add(await RateAsync(contender, calls / 2, cancellationToken));
            }

            foreach (var (contender, result) in all.Zip(results))
                result.Take(await RelayAsync(contender, TimeSpan.FromSeconds(seconds), cancellationToken));

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"after round {round + 1} of {rounds}"));
            SignalingResult.Print(results);
        }

        await SustainedBench.RunAsync(all[1], results[1].HighestRate, TimeSpan.FromSeconds(options.Get("sustained", 60)), cancellationToken);
        await GrowthBench.RunAsync(all[0], all[1], options.Get("growth", 10_000), calls, cancellationToken);
        return 0;
    }

    /// <summary>Whole calls at one pace for all: a server that is busier wakes up less often for the same work.</summary>
    /// <returns>The servers' CPU a call in ms.</returns>
    internal static async Task<double> CpuAsync(Contender contender, int calls, int callsASecond, CancellationToken cancellationToken)
    {
        var ready = await contender.OpenAsync(calls);
        await Task.Delay(Settle / 3, cancellationToken);

        // So that one can tell when to take a profile.
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{contender.Name}, process {contender.Servers[0].Id}: {calls} calls"));
        var cpu = contender.Cpu();
        await Task.WhenAll(ready.Select(async (call, index) =>
        {
            await Task.Delay(TimeSpan.FromSeconds((double)index / callsASecond), cancellationToken);
            await call.RunAsync(cancellationToken);
            await call.DisposeAsync();
        }));
        return (contender.Cpu() - cpu).TotalMilliseconds / calls;
    }

    /// <returns>Setups a second, from the first connection to the last confirmed candidate, as fast as it goes.</returns>
    private static async Task<double> RateAsync(Contender contender, int calls, CancellationToken cancellationToken)
    {
        var ready = await contender.OpenAsync(calls);
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(ready, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken }, static async (call, cancelled) =>
        {
            await call.Host.ConnectAsync(cancelled);
            await call.Guest.ConnectAsync(cancelled);
            await call.NegotiateAsync(cancelled);
        });
        var rate = calls / watch.Elapsed.TotalSeconds;
        await CloseAsync(ready);
        return rate;
    }

    /// <returns>Bytes an idle joined peer.</returns>
    private static async Task<double> MemoryAsync(Contender contender, int calls, CancellationToken cancellationToken)
    {
        var ready = await contender.OpenAsync(calls);
        var before = await CollectedAsync(contender, cancellationToken);
        await ConnectAsync(ready, cancellationToken);
        var after = await CollectedAsync(contender, cancellationToken);
        await CloseAsync(ready);
        return (after - before) / (2.0 * calls);
    }

    /// <returns>The servers' memory after all garbage was collected.</returns>
    private static async Task<long> CollectedAsync(Contender contender, CancellationToken cancellationToken)
    {
        await Task.Delay(Settle, cancellationToken);
        await contender.CollectAsync(cancellationToken);
        await Task.Delay(Settle, cancellationToken);
        return contender.Memory();
    }

    /// <returns>One-way times in ms, sorted.</returns>
    private static async Task<double[]> RelayAsync(Contender contender, TimeSpan length, CancellationToken cancellationToken)
    {
        const int Calls = 40;
        var ready = await contender.OpenAsync(Calls);
        var times = new ConcurrentBag<double>();
        await ConnectAsync(ready, cancellationToken);
        foreach (var call in ready)
            call.Guest.OnStamp = stamp => times.Add(Stopwatch.GetElapsedTime(stamp).TotalMilliseconds);

        var every = TimeSpan.FromSeconds((double)Calls / RelayedASecond);
        await Task.WhenAll(ready.Select(async (call, index) =>
        {
            // Spread over the interval, so that they do not all send at once.
            await Task.Delay(every * index / Calls, cancellationToken);
            using var timer = new PeriodicTimer(every);
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < length;)
            {
                await call.Host.SendAsync(SignalKind.Candidate, PeerWire.Stamp(Stopwatch.GetTimestamp()), cancellationToken);
                await timer.WaitForNextTickAsync(cancellationToken);
            }

            await call.Host.ConfirmedAsync();
        }));
        await Task.Delay(Settle / 3, cancellationToken);
        await CloseAsync(ready);
        return [.. times.Order()];
    }

    internal static Task ConnectAsync(IEnumerable<Call> calls, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellationToken }, static async (call, cancelled) =>
        {
            await call.Host.ConnectAsync(cancelled);
            await call.Guest.ConnectAsync(cancelled);
        });

    internal static async Task CloseAsync(IEnumerable<Call> calls)
    {
        foreach (var call in calls)
            await call.DisposeAsync();
    }
}
