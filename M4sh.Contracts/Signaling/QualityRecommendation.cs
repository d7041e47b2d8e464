using M4sh.Contracts.Qos;

namespace M4sh.Contracts.Signaling;

/// <summary>Server: what the client should send from here on.</summary>
public sealed record QualityRecommendation
{
    /// <summary>How good the path is.</summary>
    public required QualityLevel Quality { get; init; }

    /// <summary>The picture that fits.</summary>
    public required VideoRecommendation Recommendation { get; init; }

    /// <summary>The estimated mean opinion score of audio, 1 to 4.5.</summary>
    public required double Mos { get; init; }

    /// <summary>The metrics that are below excellent: <c>rtt_ms</c>, <c>packet_loss_pct</c>, <c>jitter_ms</c>.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}
