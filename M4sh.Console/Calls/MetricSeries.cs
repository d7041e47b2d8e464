namespace M4sh.Console.Calls;

/// <summary>The last minute of a metric, a value a second; null where nothing was measured. Safe to use from several threads.</summary>
public sealed class MetricSeries : IMetricSeries
{
    public const int Capacity = 60;

    private const int LabelEvery = 20;

    private static readonly string[] LabelTexts =
        [.. Enumerable.Range(1, Capacity).Select(second => second % LabelEvery == 0 ? LabelOf(second) : "")];

    private readonly Lock _lock = new();
    private readonly Queue<double?> _values = new(Enumerable.Repeat<double?>(null, Capacity));

    /// <summary>Changes with every value.</summary>
    public int Version { get; private set; }

    /// <summary>The last value that was measured.</summary>
    public double? Latest { get; private set; }

    /// <summary>How many of the values shown were measured.</summary>
    public int Points => Values.Count(value => value is not null);

    /// <summary>Always <see cref="Capacity"/> values, the newest last.</summary>
    public IReadOnlyList<double?> Values
    {
        get
        {
            lock (_lock)
                return [.. _values];
        }
    }

    public IReadOnlyList<string> Labels => LabelTexts;

    public void Add(double? value)
    {
        lock (_lock)
        {
            _values.Dequeue();
            _values.Enqueue(value);
            Latest = value ?? Latest;
            Version++;
        }
    }

    private static string LabelOf(int second) => second == Capacity ? "now" : $"-{Capacity - second} s";
}
