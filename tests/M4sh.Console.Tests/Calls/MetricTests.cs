using M4sh.Console.Calls;
using M4sh.Contracts.Qos;

namespace M4sh.Console.Tests.Calls;

public sealed class MetricTests
{
    [Theory]
    [InlineData("rtt", 99.9, QualityLevel.Excellent)]
    [InlineData("rtt", 100, QualityLevel.Good)]
    [InlineData("rtt", 200, QualityLevel.Poor)]
    [InlineData("loss", 0.99, QualityLevel.Excellent)]
    [InlineData("loss", 1, QualityLevel.Good)]
    [InlineData("loss", 3, QualityLevel.Poor)]
    [InlineData("jitter", 14.9, QualityLevel.Excellent)]
    [InlineData("jitter", 15, QualityLevel.Good)]
    [InlineData("jitter", 30, QualityLevel.Poor)]
    public void LevelOf_AtTheContractsLimits_IsTheContractsLevel(string key, double value, QualityLevel level) =>
        Assert.Equal(level, Metric.All.Single(metric => metric.Key == key).LevelOf(value));

    [Fact]
    public void LevelOf_NothingMeasuredOrNoLimits_IsNone()
    {
        Assert.Null(Metric.Rtt.LevelOf(null));
        Assert.Null(Metric.Bitrate.LevelOf(1));
    }

    [Theory]
    [InlineData("rtt", null, 50)]
    [InlineData("rtt", 5.0, 50)]
    [InlineData("rtt", 150.0, 100)]
    [InlineData("rtt", 700.0, 500)]
    [InlineData("loss", 0.0, 1)]
    [InlineData("loss", 100.0, 50)]
    [InlineData("jitter", 1.0, 5)]
    [InlineData("bitrate", null, 50)]
    [InlineData("bitrate", 260.0, 100)]
    [InlineData("bitrate", 0.4, 1)]
    public void AxisTick_ByTheLargestValue_ShowsItAndTheNextLimit(string key, double? largest, int tick) =>
        Assert.Equal(tick, Metric.All.Single(metric => metric.Key == key).AxisTick(largest));

    [Fact]
    public void Format_Missing_IsADashNotZero()
    {
        Assert.Equal("–", Metric.Loss.Format(null));
        Assert.Equal("0 %", Metric.Loss.Format(0));
        Assert.Equal("12.3 ms", Metric.Rtt.Format(12.34));
    }

    [Fact]
    public void Series_MoreThanItHolds_KeepsTheNewestAndTheGaps()
    {
        var series = new MetricSeries();
        for (var value = 0; value < MetricSeries.Capacity + 5; value++)
        {
            series.Add(value % 2 == 0 ? value : null);
        }

        Assert.Equal(MetricSeries.Capacity, series.Values.Count);
        Assert.Null(series.Values[0]);
        Assert.Equal(6, series.Values[1]);
        Assert.Equal(64, series.Latest);
        Assert.Equal(30, series.Points);
    }
}
