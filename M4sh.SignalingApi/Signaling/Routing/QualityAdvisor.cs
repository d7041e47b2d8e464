using M4sh.Contracts.Qos;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>Keeps a connection's <see cref="RecommendationState"/>. Not for concurrent use.</summary>
internal sealed class QualityAdvisor
{
    private RecommendationState _state;

    /// <returns>The level to recommend now; null when there is nothing to say.</returns>
    public QualityLevel? Advise(QualityLevel sample, DateTimeOffset now)
    {
        (_state, var advice) = _state.Next(sample, now);
        return advice;
    }
}
