using System.Text.Json.Serialization;

namespace M4sh.Contracts.Qos;

/// <summary>One call's part of a <see cref="QualityOverview"/>.</summary>
public sealed record CallQuality : QualitySummary
{
    /// <summary>The session.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>Its lesson; null where it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LessonId { get; init; }

    /// <summary>How many of its samples were poor, percent.</summary>
    public required double PoorPct { get; init; }
}
