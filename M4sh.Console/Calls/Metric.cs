using System.Globalization;
using M4sh.Contracts.Qos;

namespace M4sh.Console.Calls;

/// <summary>Something that is drawn over time, with the limits of PROTOCOL.md §7 where it has any.</summary>
/// <param name="Key">Its stable name.</param>
/// <param name="Title">For people.</param>
/// <param name="Unit">Behind the number.</param>
/// <param name="Decimals">How exact it is shown.</param>
/// <param name="Excellent">Below it the path is excellent.</param>
/// <param name="Good">Below it the path is good, from there on poor.</param>
public sealed record Metric(string Key, string Title, string Unit, int Decimals, double? Excellent = null, double? Good = null)
{
    // With nothing to compare to, an axis needs some height of its own.
    private const double EmptyAxis = 100;

    /// <summary>How many ticks an axis has above zero.</summary>
    public const int AxisTicks = 3;

    public static Metric Rtt { get; } = new("rtt", "Round trip", "ms", 1, QualityScore.ExcellentRttMs, QualityScore.GoodRttMs);

    public static Metric Loss { get; } =
        new("loss", "Packet loss", "%", 2, QualityScore.ExcellentPacketLossPct, QualityScore.GoodPacketLossPct);

    public static Metric Jitter { get; } = new("jitter", "Jitter", "ms", 1, QualityScore.ExcellentJitterMs, QualityScore.GoodJitterMs);

    public static Metric Bitrate { get; } = new("bitrate", "Bitrate", "kbit/s", 0);

    public static Metric Frames { get; } = new("fps", "Frames", "a second", 0);

    public static Metric Mos { get; } = new("mos", "MOS", "", 2);

    public static IReadOnlyList<Metric> All { get; } = [Rtt, Loss, Jitter, Bitrate, Frames, Mos];

    /// <summary>Those that samples have, and that the API sums up.</summary>
    public static IReadOnlyList<Metric> Judged { get; } = [Rtt, Loss, Jitter];

    public MetricSummary? Of(QualitySummary summary) => this switch
    {
        _ when this == Rtt => summary.RttMs,
        _ when this == Loss => summary.PacketLossPct,
        _ when this == Jitter => summary.JitterMs,
        _ => null,
    };

    public double? Of(PeerStats stats) => this switch
    {
        _ when this == Rtt => stats.RttMs,
        _ when this == Loss => stats.PacketLossPct,
        _ when this == Jitter => stats.JitterMs,
        _ when this == Frames => stats.FramesPerSecond,
        _ when this == Mos => stats.Mos,
        _ => stats.BitrateKbps,
    };

    /// <summary>How good a value is; null without limits or value.</summary>
    public QualityLevel? LevelOf(double? value) =>
        value is null || Excellent is null ? null
        : value < Excellent ? QualityLevel.Excellent
        : value < Good ? QualityLevel.Good
        : QualityLevel.Poor;

    /// <summary>
    /// The distance of the axis' ticks, 1, 2 or 5 times a power of ten. The first limit always shows, the second once values are past the first.
    /// </summary>
    public int AxisTick(double? largest)
    {
        var value = largest ?? 0;
        var limit = value < Excellent ? Excellent : Good;
        var top = Math.Max(value, limit ?? (value > 0 ? value : EmptyAxis));
        var power = Math.Pow(10, Math.Floor(Math.Log10(top / AxisTicks)));
        double[] steps = [power, 2 * power, 5 * power, 10 * power];
        return Math.Max(1, (int)Math.Ceiling(steps.First(tick => tick * AxisTicks >= top)));
    }

    public string Format(double? value) =>
        value is { } number ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(number, Decimals)} {Unit}").TrimEnd() : "–";
}
