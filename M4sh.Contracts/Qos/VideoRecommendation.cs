using System.Text.Json.Serialization;
using M4sh.Contracts.Json;

namespace M4sh.Contracts.Qos;

/// <summary>The picture that a path carries.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<VideoRecommendation>))]
public enum VideoRecommendation
{
    /// <summary>1280 × 720, on an excellent path.</summary>
    [JsonStringEnumMemberName("720p")]
    P720,

    /// <summary>854 × 480, on a good path.</summary>
    [JsonStringEnumMemberName("480p")]
    P480,

    /// <summary>426 × 240, on a poor path.</summary>
    [JsonStringEnumMemberName("240p")]
    P240,
}
