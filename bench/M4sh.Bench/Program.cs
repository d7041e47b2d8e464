using M4sh.Bench;

string[] usage = ["usage: M4sh.Bench rest [--seconds 5] [--rounds 5] [--callers 16]", "       M4sh.Bench list [--sessions 1000000]",
    "       M4sh.Bench fuzz [--requests 100000] [--seed 1]", "       M4sh.Bench soak [--minutes 20]",
    "       M4sh.Bench failure [--callers 64] [--seconds 10]"];
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
    "fuzz" => await FuzzBench.RunAsync(options, stop.Token),
    "soak" => await SoakBench.RunAsync(options, stop.Token),
    "failure" => await FailureBench.RunAsync(options, stop.Token),
    _ => throw new ArgumentException($"There is no {args[0]}."),
};
