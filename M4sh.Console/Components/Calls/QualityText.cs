using M4sh.Console.Components.Common;
using M4sh.Contracts.Qos;

namespace M4sh.Console.Components.Calls;

/// <summary>Quality in words and tones.</summary>
public static class QualityText
{
    public static string Of(QualityLevel level) => level switch
    {
        QualityLevel.Excellent => "excellent",
        QualityLevel.Good => "good",
        _ => "poor",
    };

    public static string Of(VideoRecommendation recommendation) => recommendation switch
    {
        VideoRecommendation.P720 => "720p",
        VideoRecommendation.P480 => "480p",
        _ => "240p",
    };

    public static StatusTone ToneOf(QualityLevel level) => level switch
    {
        QualityLevel.Excellent => StatusTone.Good,
        QualityLevel.Good => StatusTone.Warning,
        _ => StatusTone.Bad,
    };
}
