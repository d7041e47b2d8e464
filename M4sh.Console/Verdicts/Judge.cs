namespace M4sh.Console.Verdicts;

/// <summary>Holds a call's measurements against the limits of a profile.</summary>
public static class Judge
{
    public const string SetupKey = "setup";

    public const string SetupTitle = "Connected after";

    public static Verdict Of(LimitProfile limits, TimeSpan? setup, IReadOnlyList<SideMeasurement> sides, string? problem) =>
        new(limits.Title, [.. Checks(limits, setup, sides)], problem);

    private static IEnumerable<VerdictCheck> Checks(LimitProfile limits, TimeSpan? setup, IReadOnlyList<SideMeasurement> sides)
    {
        if (limits.Setup is { } longest)
        {
            yield return new(SetupKey, SetupTitle, null, setup is null ? null : Math.Round(setup.Value.TotalSeconds, 3), longest.TotalSeconds, "s");
        }

        foreach (var (side, measure) in from side in sides from measure in Measure.All select (side, measure))
        {
            if (measure.LimitOf(limits) is { } limit)
            {
                var value = measure.Of(side);
                yield return new(
                    measure.Key, measure.Title, side.Side, value is null ? null : Math.Round(value.Value, 2), limit, measure.Unit, measure.IsAtLeast);
            }
        }
    }
}
