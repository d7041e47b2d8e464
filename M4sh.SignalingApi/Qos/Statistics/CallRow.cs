namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>Calls of one status and end reason, of an hour or a lesson where they are grouped so.</summary>
internal sealed class CallRow
{
    public DateTimeOffset? Hour { get; init; }

    public string? LessonId { get; init; }

    /// <summary>As it is stored.</summary>
    public required string Status { get; init; }

    /// <summary>As it is stored; null: not ended.</summary>
    public string? EndReason { get; init; }

    public long Sessions { get; init; }

    public long Attempted { get; init; }

    /// <summary>Of those that connected.</summary>
    public double[] SetupSeconds { get; init; } = [];
}
