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
    [InlineData(null, 100, 200)]
    [InlineData(5.0, 100, 200)]
    [InlineData(150.0, 200, 300)]
    [InlineData(500.0, 500, 600)]
    public void AxisTop_Rtt_ShowsTheNextLimitAndEveryValue(double? largest, double least, double most) =>
        Assert.InRange(Metric.Rtt.AxisTop(largest), least, most);

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
