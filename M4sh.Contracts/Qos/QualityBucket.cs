namespace M4sh.Contracts.Qos;

/// <summary>The metrics of one bucket of a series.</summary>
public sealed record QualityBucket : QualitySummary
{
    /// <summary>When the bucket begins, UTC.</summary>
    public required DateTimeOffset Start { get; init; }
}
