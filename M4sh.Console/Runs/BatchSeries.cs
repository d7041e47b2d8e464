using System.Globalization;
using M4sh.Console.Calls;

namespace M4sh.Console.Runs;

/// <summary>A number of each call of a batch, for a chart.</summary>
public sealed class BatchSeries : IMetricSeries
{
    private const int LabelCount = 5;

    public BatchSeries(IReadOnlyList<TestRun> runs, Func<TestRun, double?> value)
    {
        Values = [.. runs.Select(value)];
        Points = Values.Count(each => each is not null);
        Latest = Values.LastOrDefault(each => each is not null);
        Version = runs.Count;

        // A line has two ends.
        if (Values.Count < 2)
        {
            double? one = Values.Count == 1 ? Values[0] : null;
            Values = [one, one];
        }

        var every = Math.Max(1, Values.Count / LabelCount);
        Labels = [.. Enumerable.Range(1, Values.Count).Select(call => call % every == 0 && call <= Math.Max(1, runs.Count) ? call.ToString(CultureInfo.InvariantCulture) : "")];
    }

    public int Version { get; }

    public double? Latest { get; }

    public int Points { get; }

    public IReadOnlyList<double?> Values { get; }

    public IReadOnlyList<string> Labels { get; }
}
