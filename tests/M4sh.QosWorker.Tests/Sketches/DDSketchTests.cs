using M4sh.Data.Qos.Sketches;

namespace M4sh.QosWorker.Tests.Sketches;

public sealed class DDSketchTests
{
    private const double PromisedError = 0.01;

    private static readonly double[] Shares = [0, 0.001, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

    private static readonly int[] Sizes = [1, 2, 3, 10, 12, 100, 719, 20_000];

    public static TheoryData<string> Distributions => [.. Samples.Distributions];

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Percentile_AnySamples_IsWithinOnePercentOfPercentileDisc(string distribution)
    {
        foreach (var (values, sketch) in Cases(distribution))
        {
            Array.Sort(values);
            foreach (var share in Shares)
            {
                var exact = Samples.PercentileDisc(values, share);
                Assert.InRange(sketch.Percentile(share), exact * (1 - PromisedError), exact * (1 + PromisedError));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Summary_AnySamples_IsExact(string distribution)
    {
        foreach (var (values, sketch) in Cases(distribution))
        {
            Assert.Equal(values.Length, sketch.Count);
            Assert.Equal(values.Min(), sketch.Min);
            Assert.Equal(values.Max(), sketch.Max);
            Assert.Equal(values.Average(), sketch.Average, tolerance: 1e-9 * (1 + values.Max()));
            Assert.Equal(sketch.Min, sketch.Percentile(0));
            Assert.Equal(sketch.Max, sketch.Percentile(1));
        }
    }

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Merge_PartsInAnyOrder_IsTheSketchOfAll(string distribution)
    {
        var random = new Random(11);
        for (var round = 0; round < 50; round++)
        {
            var parts = Enumerable.Range(0, random.Next(1, 9)).Select(_ => Samples.Of(distribution, random, random.Next(0, 60))).ToArray();
            var whole = Sketch([.. parts.SelectMany(part => part)]);
            random.Shuffle(parts);

            var merged = parts.Select(Sketch).Aggregate(new DDSketch(), Merge);

            AssertSame(whole, merged);
        }
    }

    [Fact]
    public void Merge_TwoAndThree_IsCommutativeAndAssociative()
    {
        var random = new Random(12);
        for (var round = 0; round < 200; round++)
        {
            double[] Values() => Samples.Of(Samples.Distributions[random.Next(Samples.Distributions.Length)], random, random.Next(0, 40));
            var (a, b, c) = (Values(), Values(), Values());

            AssertSame(Merge(Sketch(a), Sketch(b)), Merge(Sketch(b), Sketch(a)));
            AssertSame(Merge(Merge(Sketch(a), Sketch(b)), Sketch(c)), Merge(Sketch(a), Merge(Sketch(b), Sketch(c))));
        }
    }

    [Fact]
    public void Merge_Other_LeavesItAsItWas()
    {
        var (one, other) = (Sketch([1, 2, 3]), Sketch([2, 50]));
        var before = DDSketchFormat.Write(other);

        one.Merge(other);
        one.Add(50);

        Assert.Equal(before, DDSketchFormat.Write(other));
    }

    [Fact]
    public void Percentile_OfNothing_IsNotANumber()
    {
        var empty = new DDSketch();
        empty.Merge(new());

        Assert.Equal(0, empty.Count);
        Assert.All([empty.Percentile(0.5), empty.Average, empty.Min, empty.Max], value => Assert.Equal(double.NaN, value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42.125)]
    [InlineData(60_000)]
    [InlineData(1e-300)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    public void Percentile_OfOneSample_IsThatSample(double value)
    {
        var sketch = Sketch([value]);

        Assert.All(Shares, share => Assert.Equal(value, sketch.Percentile(share)));
    }

    [Fact]
    public void Percentile_OfZeros_IsZero()
    {
        var sketch = Sketch([0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);

        Assert.Equal(0, sketch.Percentile(0.5));
        Assert.Equal(0, sketch.Percentile(0.9));
        Assert.Equal(7, sketch.Percentile(0.95));
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Add_NoSample_IsRefused(double value)
    {
        var sketch = new DDSketch();

        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Add(value));
        Assert.Equal(0, sketch.Count);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Percentile_NoShare_IsRefused(double share) => Assert.Throws<ArgumentOutOfRangeException>(() => Sketch([1]).Percentile(share));

    internal static void AssertSame(DDSketch expected, DDSketch actual)
    {
        Assert.Equal((expected.Count, expected.Zeros, expected.Min, expected.Max), (actual.Count, actual.Zeros, actual.Min, actual.Max));
        Assert.Equal(expected.Keys.ToArray(), actual.Keys.ToArray());
        Assert.Equal(expected.Counts.ToArray(), actual.Counts.ToArray());
        Assert.Equal(expected.Sum, actual.Sum, tolerance: 1e-9 * (1 + expected.Sum));
    }

    internal static DDSketch Sketch(double[] values)
    {
        var sketch = new DDSketch();
        foreach (var value in values)
            sketch.Add(value);

        return sketch;
    }

    private static DDSketch Merge(DDSketch one, DDSketch other)
    {
        one.Merge(other);
        return one;
    }

    private static IEnumerable<(double[] Values, DDSketch Sketch)> Cases(string distribution)
    {
        var random = new Random(10);
        foreach (var size in Sizes)
        {
            for (var round = 0; round < 10; round++)
            {
                var values = Samples.Of(distribution, random, size);
                yield return (values, Sketch(values));
            }
        }
    }
}
