namespace M4sh.Contracts.Qos;

/// <summary>An hour's or a lesson's part of a <see cref="QualityOverview"/>.</summary>
public sealed record QualityGroup : QualitySummary
{
    /// <summary>The hour's begin (RFC 3339, UTC) or the lesson's id.</summary>
    public required string Key { get; init; }

    /// <summary>How its calls went.</summary>
    public required CallSummary Calls { get; init; }
}
