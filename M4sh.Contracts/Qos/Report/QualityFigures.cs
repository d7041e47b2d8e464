namespace M4sh.Contracts.Qos.Report;

/// <summary>The percentiles of the three metrics and the MOS that follows from them.</summary>
public sealed record QualityFigures : QualitySummary
{
    /// <summary>The MOS of the mean RTT, loss and jitter; null without samples.</summary>
    public double? Mos { get; init; }

    /// <summary>The MOS of their 95th percentiles, as the worst moments sounded; null without samples.</summary>
    public double? MosP95 { get; init; }
}
