using M4sh.Bench;
using M4sh.Bench.Qos;
using M4sh.Bench.Signaling;

string[] usage = ["usage: M4sh.Bench rest [--seconds 5] [--rounds 5] [--callers 16]", "       M4sh.Bench list [--sessions 1000000]",
    "       M4sh.Bench signaling [--rounds 5] [--calls 400] [--seconds 10] [--idle 500] [--node 1] [--only 0] [--sustained 60] [--growth 10000]",
    "       M4sh.Bench cut [--calls 1000] [--seed 1]", "       M4sh.Bench fuzz [--requests 100000] [--seed 1]", "       M4sh.Bench soak [--minutes 20]",
    "       M4sh.Bench failure [--callers 64] [--seconds 10]", "       M4sh.Bench ingest [--seconds 5] [--rounds 5] [--rows 1000000] [--writers 2]",
    "       M4sh.Bench prune [--rows 500000] [--rounds 5] [--cold 1]", "       M4sh.Bench durability [--times 20]",
    "       M4sh.Bench percentiles [--samples 10000000] [--rounds 3] [--sessions 200]", "       M4sh.Bench rollup [--peers 2000] [--rounds 5]",
    "       M4sh.Bench console [--circuits 20] [--seconds 60] [--every 5]"];
if (args.Length == 0)
{
    Console.WriteLine(string.Join('\n', usage));
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};
var options = new BenchOptions(args[1..]);
return args[0] switch
{
    "rest" => await RestBench.RunAsync(options, stop.Token),
    "list" => await ListBench.RunAsync(options, stop.Token),
    "signaling" => await SignalingBench.RunAsync(options, stop.Token),
    "cut" => await CutBench.RunAsync(options, stop.Token),
    "bare-relay" => await BareRelay.RunAsync(stop.Token),
    "fuzz" => await FuzzBench.RunAsync(options, stop.Token),
    "soak" => await SoakBench.RunAsync(options, stop.Token),
    "ingest" => await IngestBench.RunAsync(options, stop.Token),
    "prune" => await PruneBench.RunAsync(options, stop.Token),
    "percentiles" => await PercentileBench.RunAsync(options, stop.Token),
    "rollup" => await RollupBench.RunAsync(options, stop.Token),
    "durability" => await DurabilityBench.RunAsync(options, stop.Token),
    "failure" => await FailureBench.RunAsync(options, stop.Token),
    "console" => await ConsoleBench.RunAsync(options, stop.Token),
    _ => throw new ArgumentException($"There is no {args[0]}."),
};
