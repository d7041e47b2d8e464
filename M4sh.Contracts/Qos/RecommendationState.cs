namespace M4sh.Contracts.Qos;

/// <summary>
/// What the one who sends has been advised, and what it takes to advise it anew (PROTOCOL.md §7): down at once, up after three better samples in a
/// row, and again before 30 s are over. A value: <see cref="Next"/> gives the next one.
/// </summary>
/// <param name="Level">What was advised last; null: nothing yet.</param>
/// <param name="Better">How many samples in a row were better.</param>
/// <param name="WorstOfBetter">The worst of those: what the advice rises to.</param>
/// <param name="AdvisedAt">When advice was given last.</param>
public readonly record struct RecommendationState(QualityLevel? Level, int Better, QualityLevel WorstOfBetter, DateTimeOffset AdvisedAt)
{
    /// <summary>How many better samples in a row it takes to rise.</summary>
    public const int SamplesToRise = 3;

    /// <summary>The longest time between two pieces of advice while samples come as expected.</summary>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(30);

    /// <summary>How often samples are expected.</summary>
    public static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(5);

    // With the first sample after it: waiting for one that comes after the whole of MaxSilence would be waiting too long.
    private static readonly TimeSpan RepeatAfter = MaxSilence - SampleInterval;

    /// <summary>Takes a sample.</summary>
    /// <param name="sample">Its quality.</param>
    /// <param name="now">When it came.</param>
    /// <returns>The next state, and the level to advise now; null when there is nothing to say.</returns>
    public (RecommendationState State, QualityLevel? Advice) Next(QualityLevel sample, DateTimeOffset now)
    {
        var next = Take(sample);
        return next.Level == Level && now - AdvisedAt < RepeatAfter ? (next, null) : (next with { AdvisedAt = now }, next.Level);
    }

    // Levels are ordered from best to worst.
    private RecommendationState Take(QualityLevel sample)
    {
        if (Level is null || sample >= Level)
            return this with { Level = sample, Better = 0 };

        var worst = Better == 0 || sample > WorstOfBetter ? sample : WorstOfBetter;
        return Better + 1 < SamplesToRise
            ? this with { Better = Better + 1, WorstOfBetter = worst }
            : this with { Level = worst, Better = 0 };
    }
}
