using System.Globalization;

namespace M4sh.Bench.Signaling;

/// <summary>What one contender's rounds gave.</summary>
internal sealed record SignalingResult(string Name)
{
    private static readonly double[] Shares = [0.50, 0.95, 0.99];

    /// <summary>The servers' CPU a call in ms, by round.</summary>
    public List<double> Cpu { get; } = [];

    /// <summary>Call setups a second, by round.</summary>
    public List<double> Rate { get; } = [];

    /// <summary>Bytes an idle joined peer.</summary>
    public List<double> Memory { get; } = [];

    /// <summary>One-way times in ms, by round: p50, p95, p99.</summary>
    public List<double[]> Relay { get; } = [];

    public double HighestRate => Median(Rate);

    public static void Print(IReadOnlyList<SignalingResult> results)
    {
        var bare = results[0];
        Console.WriteLine("| server | CPU a call, ms | × bare | setups/s | one-way p50 / p95 / p99, ms | p99 × bare | memory an idle peer, KiB | × bare |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var result in results)
        {
            var relay = Enumerable.Range(0, Shares.Length).Select(share => Median(result.Relay.Select(round => round[share])));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {result.Name} | {Median(result.Cpu):F2} | {Ratio(result.Cpu, bare.Cpu):F2} | {Median(result.Rate):F0} | {string.Join(" / ", relay.Select(time => time.ToString("F2", CultureInfo.InvariantCulture)))} | {Ratio(result.Relay.Select(Last), bare.Relay.Select(Last)):F2} | {Median(result.Memory) / 1024:F1} | {Ratio(result.Memory, bare.Memory):F2} |"));
        }
    }

    public void Take(double[] sorted) => Relay.Add([.. Shares.Select(share => sorted.Length == 0 ? double.NaN : sorted[(int)(share * (sorted.Length - 1))])]);

    private static double Last(double[] round) => round[^1];

    private static double Ratio(IEnumerable<double> own, IEnumerable<double> bare) => Median(own.Zip(bare, static (own, bare) => own / bare));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
