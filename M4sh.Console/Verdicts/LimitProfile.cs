namespace M4sh.Console.Verdicts;

/// <summary>Limits that a call has to keep, under a name. Null: no matter.</summary>
public sealed record LimitProfile(string Key, string Title)
{
    /// <summary>From the click until both peers are connected.</summary>
    public TimeSpan? Setup { get; init; }

    /// <summary>Of each side's windows, the 95th percentile.</summary>
    public double? RttP95Ms { get; init; }

    /// <summary>Of all packets of the call.</summary>
    public double? LossPct { get; init; }

    /// <summary>Of each side's windows, the 95th percentile.</summary>
    public double? JitterP95Ms { get; init; }

    /// <summary>Of each side's windows, the median; at least that.</summary>
    public double? MosMedian { get; init; }

    /// <summary>Of the picture, over the call.</summary>
    public int? Freezes { get; init; }

    /// <summary>Good by the contract's table, and nothing that a pupil complains of.</summary>
    public static LimitProfile Lesson { get; } = new("lesson", "Lesson")
    {
        Setup = TimeSpan.FromSeconds(5), RttP95Ms = 200, LossPct = 3, JitterP95Ms = 30, MosMedian = 3.6, Freezes = 2,
    };

    /// <summary>Excellent by the contract's table.</summary>
    public static LimitProfile Strict { get; } = new("strict", "Strict")
    {
        Setup = TimeSpan.FromSeconds(2), RttP95Ms = 100, LossPct = 1, JitterP95Ms = 15, MosMedian = 4, Freezes = 0,
    };

    /// <summary>It connects.</summary>
    public static LimitProfile Smoke { get; } = new("smoke", "Connects") { Setup = TimeSpan.FromSeconds(30) };

    public static IReadOnlyList<LimitProfile> All { get; } = [Lesson, Strict, Smoke];
}
