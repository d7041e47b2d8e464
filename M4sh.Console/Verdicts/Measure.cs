namespace M4sh.Console.Verdicts;

/// <summary>Something that a side measures over a call and that a profile may limit.</summary>
/// <param name="Key">Its stable name.</param>
/// <param name="Title">For people.</param>
/// <param name="Unit">Behind the number.</param>
/// <param name="Of">A side's value; null: not measured.</param>
/// <param name="LimitOf">A profile's limit; null: no matter.</param>
/// <param name="IsAtLeast">More is better, and the limit is the least; else less is, and it is the most.</param>
public sealed record Measure(
    string Key, string Title, string Unit, Func<SideMeasurement, double?> Of, Func<LimitProfile, double?> LimitOf, bool IsAtLeast = false)
{
    public static Measure Rtt { get; } = new("rtt_p95", "Round trip, 95th percentile", "ms", side => side.RttP95Ms, limits => limits.RttP95Ms);

    public static Measure Loss { get; } = new("loss", "Packet loss", "%", side => side.LossPct, limits => limits.LossPct);

    public static Measure Jitter { get; } = new("jitter_p95", "Jitter, 95th percentile", "ms", side => side.JitterP95Ms, limits => limits.JitterP95Ms);

    public static Measure Mos { get; } = new("mos_median", "MOS, median", "", side => side.MosMedian, limits => limits.MosMedian, IsAtLeast: true);

    public static Measure Freezes { get; } = new("freezes", "Picture froze", "times", side => side.Freezes, limits => limits.Freezes);

    public static IReadOnlyList<Measure> All { get; } = [Rtt, Loss, Jitter, Mos, Freezes];

    /// <summary>The worse of the sides; null where none measured it.</summary>
    public double? WorstOf(IEnumerable<SideMeasurement> sides) => IsAtLeast ? sides.Min(Of) : sides.Max(Of);
}
