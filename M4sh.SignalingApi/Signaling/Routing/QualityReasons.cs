using M4sh.Contracts.Qos;

namespace M4sh.SignalingApi.Signaling.Routing;

/// <summary>Which metrics of a sample keep it from being excellent.</summary>
internal static class QualityReasons
{
    public static IReadOnlyList<string> Of(QosSample sample)
    {
        List<string> reasons = [];
        if (sample.RttMs >= QualityScore.ExcellentRttMs)
            reasons.Add("rtt_ms");
        if (sample.PacketLossPct >= QualityScore.ExcellentPacketLossPct)
            reasons.Add("packet_loss_pct");
        if (sample.JitterMs >= QualityScore.ExcellentJitterMs)
            reasons.Add("jitter_ms");

        return reasons;
    }
}
