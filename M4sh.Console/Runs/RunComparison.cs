using M4sh.Console.Verdicts;

namespace M4sh.Console.Runs;

/// <summary>Two test calls side by side.</summary>
public static class RunComparison
{
    public static IReadOnlyList<ComparedValue> Of(CallReport a, CallReport b) =>
    [
        new(Judge.SetupKey, Judge.SetupTitle, null, "s", a.Setup?.TotalSeconds, b.Setup?.TotalSeconds, IsMoreBetter: false),
        .. from side in a.Sides.Concat(b.Sides).Select(each => each.Side).Distinct()
           from measure in Measure.All
           select new ComparedValue(measure.Key, measure.Title, side, measure.Unit, ValueOf(a, side, measure), ValueOf(b, side, measure), measure.IsAtLeast),
    ];

    private static double? ValueOf(CallReport report, string side, Measure measure) =>
        report.Sides.FirstOrDefault(each => each.Side == side) is { } measured ? measure.Of(measured) : null;
}
