using M4sh.Contracts.Qos;

namespace M4sh.Contracts.Live;

/// <summary>How good a participant's path is, by its last sample. The data of <see cref="LiveEvents.Quality"/>.</summary>
public sealed record LiveQuality
{
    /// <summary>The session.</summary>
    public required Guid SessionId { get; init; }

    /// <summary>Whose sample it was.</summary>
    public required string UserId { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The level it changed to.</summary>
    public required QualityLevel Quality { get; init; }

    /// <summary>What to send at that level.</summary>
    public required VideoRecommendation Recommendation { get; init; }

    /// <summary>The estimated mean opinion score, 1 to 4.5.</summary>
    public required double Mos { get; init; }
}
