namespace M4sh.Console.Verdicts;

/// <summary>Holds a call's measurements against the limits of a profile.</summary>
public static class Judge
{
    public static Verdict Of(LimitProfile limits, TimeSpan? setup, IReadOnlyList<SideMeasurement> sides, string? problem) =>
        new(limits.Title, [.. Checks(limits, setup, sides).OfType<VerdictCheck>()], problem);

    private static IEnumerable<VerdictCheck?> Checks(LimitProfile limits, TimeSpan? setup, IReadOnlyList<SideMeasurement> sides)
    {
        yield return limits.Setup is { } most
            ? new("setup", "Connected after", null, setup is null ? null : Math.Round(setup.Value.TotalSeconds, 3), most.TotalSeconds, "s")
            : null;
        foreach (var side in sides)
        {
            yield return Check("rtt_p95", "Round trip, 95th percentile", side, side.RttP95Ms, limits.RttP95Ms, "ms");
            yield return Check("loss", "Packet loss", side, side.LossPct, limits.LossPct, "%");
            yield return Check("jitter_p95", "Jitter, 95th percentile", side, side.JitterP95Ms, limits.JitterP95Ms, "ms");
            yield return Check("mos_median", "MOS, median", side, side.MosMedian, limits.MosMedian, "", isAtLeast: true);
            yield return Check("freezes", "Picture froze", side, side.Freezes, limits.Freezes, "times");
        }
    }

    private static VerdictCheck? Check(
        string key, string title, SideMeasurement side, double? value, double? limit, string unit, bool isAtLeast = false) =>
        limit is null ? null : new(key, title, side.Side, value is null ? null : Math.Round(value.Value, 2), limit.Value, unit, isAtLeast);
}
