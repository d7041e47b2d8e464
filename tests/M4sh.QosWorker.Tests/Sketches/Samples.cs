namespace M4sh.QosWorker.Tests.Sketches;

/// <summary>Values as they occur in calls.</summary>
internal static class Samples
{
    public static readonly string[] Distributions = ["rtt", "loss", "jitter", "uniform", "equal", "whole", "tiny"];

    public static double[] Of(string distribution, Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Next(distribution, random))];

    /// <summary>What <c>percentile_disc</c> answers: the smallest value whose cumulative share is at least <paramref name="q"/>.</summary>
    public static double PercentileDisc(double[] sorted, double q) => sorted[Math.Max(0, (int)Math.Ceiling(q * sorted.Length) - 1)];

    private static double Next(string distribution, Random random) => distribution switch
    {
        // Log-normal around 60 ms, a long tail.
        "rtt" => Math.Min(60_000, 60 * Math.Exp(0.8 * Normal(random))),

        // Nine of ten windows lose nothing.
        "loss" => random.NextDouble() < 0.9 ? 0 : Math.Min(100, -2 * Math.Log(1 - random.NextDouble())),

        // A wire and a radio.
        "jitter" => Math.Abs(random.NextDouble() < 0.7 ? 3 + Normal(random) : 45 + (8 * Normal(random))),
        "uniform" => random.NextDouble() * 400,
        "equal" => 1,
        "whole" => random.Next(0, 4),
        _ => random.NextDouble() * 1e-6,
    };

    // Box and Muller.
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
