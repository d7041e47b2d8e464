namespace M4sh.Data.Qos.Sketches;

/// <summary>
/// Percentiles of any number of values from 0, each within 1 % of what <c>percentile_disc</c> says, in a few hundred bytes. Masson, Rim, Lee: "DDSketch: A
/// Fast and Fully-Mergeable Quantile Sketch with Relative-Error Guarantees", VLDB 2019. Values are counted in buckets whose bounds are powers of γ, so
/// merging is adding, and nothing is lost by it however often it is done. Only the buckets that hold something are kept. Count, zeros, smallest and
/// largest are exact. Not for several threads.
/// </summary>
public sealed class DDSketch
{
    /// <summary>A little under the 1 % that is promised: a value on a bucket's bound has the whole error, and floating point adds to it.</summary>
    public const double RelativeError = 0.0099;

    private const double Gamma = (1 + RelativeError) / (1 - RelativeError);

    /// <summary>The middle of the bucket (γ⁻¹, 1], as far in relative terms from the one end as from the other.</summary>
    private const double Middle = 2 / (1 + Gamma);

    private static readonly double LogGamma = Math.Log(Gamma);

    // Ascending; parallel.
    private int[] _keys;
    private long[] _counts;
    private int _used;
    private long _zeros;

    public DDSketch() => (_keys, _counts) = ([], []);

    internal DDSketch(long zeros, double sum, double min, double max, int[] keys, long[] counts)
    {
        (_zeros, _keys, _counts, _used) = (zeros, keys, counts, keys.Length);
        (Count, Sum, Min, Max) = (zeros + counts.Sum(), sum, min, max);
    }

    public long Count { get; private set; }

    /// <summary>Exact but for the rounding of floating point.</summary>
    public double Sum { get; private set; }

    /// <summary>The smallest value; NaN when there is none.</summary>
    public double Min { get; private set; } = double.NaN;

    /// <summary>The largest value; NaN when there is none.</summary>
    public double Max { get; private set; } = double.NaN;

    /// <summary>The mean; NaN when there is no value.</summary>
    public double Average => Sum / Count;

    internal long Zeros => _zeros;

    internal ReadOnlySpan<int> Keys => _keys.AsSpan(0, _used);

    internal ReadOnlySpan<long> Counts => _counts.AsSpan(0, _used);

    /// <param name="value">Finite, from 0.</param>
    public void Add(double value)
    {
        if (!double.IsFinite(value) || value < 0)
            throw new ArgumentOutOfRangeException(nameof(value), value, "A sketch holds finite values from 0.");

        if (value == 0)
        {
            _zeros++;
        }
        else
        {
            var at = Find((int)Math.Ceiling(Math.Log(value) / LogGamma), 0, _used);
            _counts[at]++;
        }

        Widen(1, value, value, value);
    }

    /// <summary>Adds what another sketch holds. The order of merging does not matter.</summary>
    public void Merge(DDSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0)
            return;

        _zeros += other._zeros;
        MergeBuckets(other.Keys, other.Counts);
        Widen(other.Count, other.Sum, other.Min, other.Max);
    }

    /// <summary>The smallest value whose cumulative share is at least <paramref name="q"/>, as <c>percentile_disc</c>; NaN when there is none.</summary>
    /// <param name="q">0 to 1.</param>
    public double Percentile(double q)
    {
        if (q is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(q), q, "A share is from 0 to 1.");

        // As Postgres reckons it, in floating point too.
        var rank = Math.Max(1, (long)Math.Ceiling(q * Count));
        if (rank == 1)
            return Min;

        if (rank >= Count)
            return Max;

        if (rank <= _zeros)
            return 0;

        var seen = _zeros;
        for (var i = 0; i < _used; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
                return Math.Clamp(Math.Exp(_keys[i] * LogGamma) * Middle, Min, Max);
        }

        return Max;
    }

    private void Widen(long count, double sum, double min, double max)
    {
        Min = Count == 0 ? min : Math.Min(Min, min);
        Max = Count == 0 ? max : Math.Max(Max, max);
        Sum += sum;
        Count += count;
    }

    private void MergeBuckets(ReadOnlySpan<int> keys, ReadOnlySpan<long> counts)
    {
        var at = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            // Both ascend by one at least, so it stands no further on than by the distance to the one before; where many were merged, just there.
            var last = i == 0 ? _used - 1 : (int)Math.Min(_used - 1, at + ((long)keys[i] - keys[i - 1]));
            at = last >= 0 && _keys[last] == keys[i] ? last : Find(keys[i], at, last + 1);
            _counts[at] += counts[i];
        }
    }

    /// <summary>Where the bucket is, among those from one place to before another, or if it is new, has been put.</summary>
    private int Find(int key, int from, int to)
    {
        var at = Array.BinarySearch(_keys, from, to - from, key);
        if (at >= 0)
            return at;

        at = ~at;
        Reserve(_used + 1);
        Array.Copy(_keys, at, _keys, at + 1, _used - at);
        Array.Copy(_counts, at, _counts, at + 1, _used - at);
        (_keys[at], _counts[at]) = (key, 0);
        _used++;
        return at;
    }

    private void Reserve(int size)
    {
        if (size <= _keys.Length)
            return;

        var length = Math.Max(size, Math.Max(4, _keys.Length * 2));
        Array.Resize(ref _keys, length);
        Array.Resize(ref _counts, length);
    }
}
