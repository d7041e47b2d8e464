using M4sh.Console.Calls;

namespace M4sh.Console.Verdicts;

/// <summary>What a side measured over the call. Null is "not measured".</summary>
public sealed record SideMeasurement(
    string Side, int Windows, double? RttP95Ms, double? LossPct, double? JitterP95Ms, double? MosMedian, int? Freezes)
{
    public static SideMeasurement Of(CallSide side) => Of(side.Name, side.Metrics.Windows);

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
    private static double? Percentile(IEnumerable<double?> values, double share)
    {
        var sorted = values.OfType<double>().Order().ToList();
        return sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }
}
