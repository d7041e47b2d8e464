using M4sh.Console.Verdicts;

namespace M4sh.Console.Runs;

/// <summary>The calls of a batch together. The numbers are medians of what the worse side of each call measured.</summary>
public sealed record BatchSummary
{
    public required int Calls { get; init; }

    public required int Passed { get; init; }

    public double? SetupSeconds { get; init; }

    public double? SlowestSetupSeconds { get; init; }

    public double? RttP95Ms { get; init; }

    public double? LossPct { get; init; }

    public double? JitterP95Ms { get; init; }

    public double? MosMedian { get; init; }

    public static BatchSummary Of(IReadOnlyList<TestRun> runs) => new()
    {
        Calls = runs.Count,
        Passed = runs.Count(run => run.Passed),
        SetupSeconds = SideMeasurement.Percentile(runs.Select(run => run.SetupSeconds), 0.5),
        SlowestSetupSeconds = runs.Max(run => run.SetupSeconds),
        RttP95Ms = SideMeasurement.Percentile(runs.Select(run => run.RttP95Ms), 0.5),
        LossPct = SideMeasurement.Percentile(runs.Select(run => run.LossPct), 0.5),
        JitterP95Ms = SideMeasurement.Percentile(runs.Select(run => run.JitterP95Ms), 0.5),
        MosMedian = SideMeasurement.Percentile(runs.Select(run => run.MosMedian), 0.5),
    };
}
