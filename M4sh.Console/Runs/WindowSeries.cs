using M4sh.Console.Calls;
using M4sh.Console.Verdicts;

namespace M4sh.Console.Runs;

/// <summary>A metric over the 5 s windows of a kept call, for a chart.</summary>
public sealed class WindowSeries : IMetricSeries
{
    private const int LabelCount = 4;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    public WindowSeries(Metric metric, SideMeasurement side)
    {
        Values = [.. side.Series.Select(metric.Of)];
        Points = Values.Count(value => value is not null);
        Latest = Values.LastOrDefault(value => value is not null);

        // A single window is drawn as wide as it is: from its start to its end.
        if (Values.Count < 2)
        {
            double? one = Values.Count == 1 ? Values[0] : null;
            Values = [one, one];
        }

        var every = Math.Max(1, Values.Count / LabelCount);
        Labels = [.. Enumerable.Range(1, Values.Count).Select(window => window % every == 0 ? $"{window * Window.TotalSeconds:0} s" : "")];
    }

    public int Version => 0;

    public double? Latest { get; }

    public int Points { get; }

    public IReadOnlyList<double?> Values { get; }

    public IReadOnlyList<string> Labels { get; }
}
