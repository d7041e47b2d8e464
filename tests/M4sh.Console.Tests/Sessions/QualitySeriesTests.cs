using M4sh.Console.Calls;
using M4sh.Console.Sessions;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Qos;

namespace M4sh.Console.Tests.Sessions;

public sealed class QualitySeriesTests
{
    private static readonly TimeSpan s_bucket = TimeSpan.FromSeconds(5);

    [Fact]
    public void Series_NoSamples_HasNoPoints()
    {
        var series = Of();

        Assert.Equal(0, series.Points);
        Assert.All(series.Values, value => Assert.Null(value));
    }

    [Fact]
    public void Series_OneBucket_IsAsWideAsTheBucket() => Assert.Equal([7, 7], Of((0, 7)).Values);

    [Fact]
    public void Series_AGap_KeepsItsPlace() => Assert.Equal([1, null, null, 4], Of((0, 1), (15, 4)).Values);

    [Fact]
    public void Series_TooManyBuckets_KeepsTheWorstOfThoseThatShareAPoint()
    {
        var series = Of([.. Enumerable.Range(0, 120).Select(each => (each * 5, (double)each))]);

        Assert.Equal(QualitySeries.MaxPoints, series.Values.Count);
        Assert.Equal(1, series.Values[0]);
        Assert.Equal(119, series.Values[^1]);
        Assert.Equal(QualitySeries.MaxPoints, series.Labels.Count);
        Assert.Equal(3, series.Labels.Count(label => label.Length > 0));
    }

    private static QualitySeries Of(params (int Second, double Rtt)[] buckets)
    {
        var report = new QualityReport
        {
            From = FakeApi.Start,
            To = FakeApi.Start,
            Samples = buckets.Length,
            Overall = new() { Samples = buckets.Length },
            Participants = new Dictionary<string, QualitySummary>(),
            Series =
            [
                .. buckets.Select(each => new QualityBucket
                {
                    Start = FakeApi.Start.AddSeconds(each.Second),
                    Samples = 1,
                    RttMs = new(0, 0, each.Rtt, 0, each.Rtt, each.Rtt),
                }),
            ],
        };
        return new(Metric.Rtt, report, s_bucket);
    }
}
