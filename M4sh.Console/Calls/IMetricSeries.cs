namespace M4sh.Console.Calls;

/// <summary>The values of a metric over time, as a chart draws them.</summary>
public interface IMetricSeries
{
    /// <summary>Changes when the values do.</summary>
    int Version { get; }

    /// <summary>The value to show as a number; null where nothing was measured.</summary>
    double? Latest { get; }

    /// <summary>How many of the values were measured.</summary>
    int Points { get; }

    /// <summary>Equally far apart, oldest first; null where nothing was measured.</summary>
    IReadOnlyList<double?> Values { get; }

    /// <summary>One for each value; most are empty.</summary>
    IReadOnlyList<string> Labels { get; }
}
