namespace M4sh.Contracts.Qos;

/// <summary>What a sample says of its path.</summary>
/// <param name="Quality">The worst of its three metrics.</param>
/// <param name="Recommendation">The picture that fits.</param>
/// <param name="Mos">The estimated mean opinion score of audio, 1 to 4.5, two decimals.</param>
public sealed record QualityAssessment(QualityLevel Quality, VideoRecommendation Recommendation, double Mos);
