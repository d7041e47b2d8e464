using System.Text.Json.Serialization;

namespace M4sh.Contracts.Qos;

/// <summary>The three metrics over a window. Each is null where there is no sample.</summary>
public record QualitySummary
{
    /// <summary>How many samples.</summary>
    public required long Samples { get; init; }

    /// <summary>How many samples of each quality; one without any is left out. Null in a series.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<QualityLevel, long>? Qualities { get; init; }

    /// <summary>Round-trip time, milliseconds.</summary>
    public MetricSummary? RttMs { get; init; }

    /// <summary>Loss, percent.</summary>
    public MetricSummary? PacketLossPct { get; init; }

    /// <summary>Jitter, milliseconds.</summary>
    public MetricSummary? JitterMs { get; init; }
}
