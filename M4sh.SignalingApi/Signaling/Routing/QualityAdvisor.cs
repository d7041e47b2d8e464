using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>Keeps what one connection was advised, whoever measured what it sends, and however that came. Not for concurrent use.</summary>
internal sealed class QualityAdvisor(double packetLossRobustness, TimeProvider time)
{
    private RecommendationState _state;

    /// <returns>What to recommend after these; null when there is nothing to say.</returns>
    public QualityRecommendation? Advise(IReadOnlyList<QosSample> samples)
    {
        var now = time.GetUtcNow();
        (QualityLevel Level, QosSample Cause)? advice = null;
        foreach (var sample in samples)
        {
            (_state, var level) = _state.Next(QualityScore.Assess(sample, packetLossRobustness).Quality, now);
            if (level is { } said)
                advice = (said, sample);
        }

        return advice is not var (quality, cause) ? null : new()
        {
            Quality = quality,
            Recommendation = QualityScore.Recommend(quality),
            Mos = QualityScore.Assess(cause, packetLossRobustness).Mos,
            Reasons = QualityScore.Reasons(cause),
        };
    }
}
