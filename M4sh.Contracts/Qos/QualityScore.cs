namespace M4sh.Contracts.Qos;

/// <summary>The quality table and the MOS estimate of PROTOCOL.md §7, as pure functions.</summary>
public static class QualityScore
{
    /// <summary>Below it, an RTT is excellent; milliseconds.</summary>
    public const double ExcellentRttMs = 100;

    /// <summary>Below it, an RTT is good; milliseconds.</summary>
    public const double GoodRttMs = 200;

    /// <summary>Below it, a loss is excellent; percent.</summary>
    public const double ExcellentPacketLossPct = 1;

    /// <summary>Below it, a loss is good; percent.</summary>
    public const double GoodPacketLossPct = 3;

    /// <summary>Below it, a jitter is excellent; milliseconds.</summary>
    public const double ExcellentJitterMs = 15;

    /// <summary>Below it, a jitter is good; milliseconds.</summary>
    public const double GoodJitterMs = 30;

    /// <summary>ITU-T G.113: packet-loss robustness of G.711 with concealment, random loss.</summary>
    public const double DefaultPacketLossRobustness = 25.1;

    /// <summary>Assesses a sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="packetLossRobustness">Bpl of the codec (ITU-T G.113).</param>
    /// <returns>Its quality, the picture that fits and its MOS.</returns>
    public static QualityAssessment Assess(QosSample sample, double packetLossRobustness = DefaultPacketLossRobustness)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var quality = Quality(sample.RttMs, sample.PacketLossPct, sample.JitterMs);
        return new(quality, Recommend(quality), Mos(sample.RttMs, sample.PacketLossPct, sample.JitterMs, packetLossRobustness));
    }

    /// <summary>
    /// Whether a sample is advice for whoever measured it: it sends the stream of an outbound sample (the default), and the other peer that of an
    /// inbound one.
    /// </summary>
    /// <param name="sample">The sample.</param>
    /// <returns>False: the other peer should change what it sends.</returns>
    public static bool IsForItsSender(QosSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        return sample.Direction != StreamDirection.Inbound;
    }

    /// <summary>Which of the three metrics keep a sample from being excellent, by their names.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>None for an excellent one.</returns>
    public static IReadOnlyList<string> Reasons(QosSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        List<string> reasons = [];
        if (sample.RttMs >= ExcellentRttMs)
            reasons.Add("rtt_ms");
        if (sample.PacketLossPct >= ExcellentPacketLossPct)
            reasons.Add("packet_loss_pct");
        if (sample.JitterMs >= ExcellentJitterMs)
            reasons.Add("jitter_ms");

        return reasons;
    }

    /// <summary>The worst of three metrics.</summary>
    /// <param name="rttMs">Round-trip time, milliseconds.</param>
    /// <param name="packetLossPct">Loss, percent.</param>
    /// <param name="jitterMs">Jitter, milliseconds.</param>
    /// <returns>The quality.</returns>
    public static QualityLevel Quality(double rttMs, double packetLossPct, double jitterMs)
    {
        var rtt = Level(rttMs, ExcellentRttMs, GoodRttMs);
        var loss = Level(packetLossPct, ExcellentPacketLossPct, GoodPacketLossPct);
        var jitter = Level(jitterMs, ExcellentJitterMs, GoodJitterMs);
        return (QualityLevel)Math.Max((int)rtt, Math.Max((int)loss, (int)jitter));
    }

    /// <summary>The picture that a quality carries.</summary>
    /// <param name="quality">The quality.</param>
    /// <returns>The recommendation.</returns>
    public static VideoRecommendation Recommend(QualityLevel quality) => quality switch
    {
        QualityLevel.Excellent => VideoRecommendation.P720,
        QualityLevel.Good => VideoRecommendation.P480,
        _ => VideoRecommendation.P240,
    };

    /// <summary>
    /// The E-model (ITU-T G.107) in the form of Cole and Rosenbluth, "Voice over IP performance monitoring" (2001):
    /// an estimate for audio from delay, jitter and loss.
    /// </summary>
    /// <param name="rttMs">Round-trip time, milliseconds.</param>
    /// <param name="packetLossPct">Loss, percent.</param>
    /// <param name="jitterMs">Jitter, milliseconds.</param>
    /// <param name="packetLossRobustness">Bpl of the codec (ITU-T G.113).</param>
    /// <returns>The mean opinion score, 1 to 4.5, two decimals.</returns>
    public static double Mos(double rttMs, double packetLossPct, double jitterMs, double packetLossRobustness = DefaultPacketLossRobustness)
    {
        const double DefaultR = 93.2;
        const double DelayKneeMs = 177.3;

        var delay = (rttMs / 2) + (2 * jitterMs);
        var delayImpairment = (0.024 * delay) + (0.11 * Math.Max(0, delay - DelayKneeMs));
        var equipmentImpairment = 95 * packetLossPct / (packetLossPct + packetLossRobustness);
        var r = Math.Clamp(DefaultR - delayImpairment - equipmentImpairment, 0, 100);
        var mos = 1 + (0.035 * r) + (7e-6 * r * (r - 60) * (100 - r));
        return Math.Round(Math.Clamp(mos, 1, 4.5), 2, MidpointRounding.AwayFromZero);
    }

    private static QualityLevel Level(double value, double excellent, double good) =>
        value < excellent ? QualityLevel.Excellent : value < good ? QualityLevel.Good : QualityLevel.Poor;
}
