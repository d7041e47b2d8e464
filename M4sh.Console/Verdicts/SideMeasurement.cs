using M4sh.Console.Calls;
using M4sh.Console.Components.Calls;

namespace M4sh.Console.Verdicts;

/// <summary>What a side measured over the call. Null is "not measured".</summary>
public sealed record SideMeasurement(
    string Side, int Windows, double? RttP95Ms, double? LossPct, double? JitterP95Ms, double? MosMedian, int? Freezes)
{
    /// <summary>So many windows are kept in a report: ten minutes of them. The session has the samples of a longer call.</summary>
    public const int MaxWindows = 120;

    /// <summary>The candidate pair that media took last, for people; null: none was reported.</summary>
    public string? Path { get; init; }

    /// <summary>The 5 s windows, oldest first; none where there were more than <see cref="MaxWindows"/>.</summary>
    public IReadOnlyList<PeerStats> Series { get; init; } = [];

    public static SideMeasurement Of(CallSide side)
    {
        var windows = side.Metrics.Windows;
        return Of(side.Name, windows) with
        {
            Path = CandidatePairText.Of(side.CandidatePair),
            Series = windows.Count <= MaxWindows ? windows : [],
        };
    }

    public static SideMeasurement Of(string side, IReadOnlyList<PeerStats> windows)
    {
        var expected = windows.Sum(window => window.PacketsExpected ?? 0);
        var freezes = windows.Select(window => window.FreezeCount).OfType<int>().ToList();
        return new(
            side,
            windows.Count,
            Percentile(windows.Select(window => window.RttMs), 0.95),
            expected > 0 ? windows.Sum(window => window.PacketsLost ?? 0) * 100d / expected : null,
            Percentile(windows.Select(window => window.JitterMs), 0.95),
            Percentile(windows.Select(window => window.Mos), 0.5),
            freezes.Count > 0 ? freezes.Sum() : null);
    }

    /// <summary>The smallest value whose cumulative share is at least that much, as everywhere in M4sh (PROTOCOL.md §7).</summary>
    internal static double? Percentile(IEnumerable<double?> values, double share)
    {
        var sorted = values.OfType<double>().Order().ToList();
        return sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }
}
