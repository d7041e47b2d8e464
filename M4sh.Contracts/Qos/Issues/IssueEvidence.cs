using System.Text.Json.Serialization;

namespace M4sh.Contracts.Qos.Issues;

/// <summary>What an issue was found by.</summary>
public sealed record IssueEvidence
{
    /// <summary>What was measured, by its name in a sample, or <c>setup_seconds</c>, <c>silent_seconds</c>, <c>failures</c>, <c>reconnects</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>From where on it counts against the call, in the metric's unit.</summary>
    public required double Threshold { get; init; }

    /// <summary>How many samples or events say so.</summary>
    public required long Samples { get; init; }

    /// <summary>Their mean, in the metric's unit.</summary>
    public required double Avg { get; init; }

    /// <summary>The worst of them.</summary>
    public required double Worst { get; init; }

    /// <summary>The streams it was seen in: <c>audio_inbound</c>, <c>video_outbound</c> …; not there where it is not about streams.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Streams { get; init; }
}
