namespace M4sh.Console.Network;

/// <summary>What one direction of a path does to the packets on it.</summary>
/// <param name="Delay">Each packet takes that long.</param>
/// <param name="Jitter">Up to that much more or less, evenly; the order stays.</param>
/// <param name="LossPct">That many of a hundred packets vanish, each by chance.</param>
/// <param name="RateKbps">No more than that many kilobits a second get through; null for any number.</param>
public sealed record LinkConditions(TimeSpan Delay, TimeSpan Jitter, double LossPct, int? RateKbps)
{
    /// <summary>Nothing happens to the packets.</summary>
    public static LinkConditions Clear { get; } = Of(0, 0, 0, null);

    public static LinkConditions Of(double delayMs, double jitterMs, double lossPct, int? rateKbps) =>
        new(TimeSpan.FromMilliseconds(delayMs), TimeSpan.FromMilliseconds(jitterMs), lossPct, rateKbps);
}
