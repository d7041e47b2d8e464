namespace M4sh.Console.Calls;

/// <summary>The last minute of a metric, a value a second; null where nothing was measured. Safe to use from several threads.</summary>
public sealed class MetricSeries
{
    public const int Capacity = 60;

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
}
