using Bunit;
using M4sh.Console.Calls;
using M4sh.Console.Components.Calls;

namespace M4sh.Console.Tests.Pages;

public sealed class MetricChartTests : PageTest
{
    [Theory]
    [InlineData(5, 2)]
    [InlineData(150, 3)]
    public void Chart_Rtt_DrawsTheLimitsThatMatter(double rtt, int lines)
    {
        var chart = Chart(Metric.Rtt, rtt);

        Assert.Equal(lines, chart.Instance.Lines.Count);
    }

    [Fact]
    public void Chart_Bitrate_HasNoLimits() => Assert.Single(Chart(Metric.Bitrate, 300).Instance.Lines);

    [Fact]
    public void Chart_NothingMeasured_ShowsADash()
    {
        var chart = Chart(Metric.Loss, null);

        Assert.Equal("–", chart.Find("strong").TextContent);
        Assert.Equal("0", chart.Find("figure").GetAttribute("data-points"));
    }

    [Fact]
    public void Chart_SameNumbersAgain_IsNotDrawnAgain()
    {
        var series = new MetricSeries();
        series.Add(1);
        var chart = Render<MetricChart>(parameters => Set(parameters, Metric.Rtt, series));
        var drawn = chart.RenderCount;

        chart.Render(parameters => Set(parameters, Metric.Rtt, series));
        Assert.Equal(drawn, chart.RenderCount);

        series.Add(2);
        chart.Render(parameters => Set(parameters, Metric.Rtt, series));
        Assert.Equal(drawn + 1, chart.RenderCount);
    }

    private IRenderedComponent<MetricChart> Chart(Metric metric, double? value)
    {
        var series = new MetricSeries();
        series.Add(value);
        return Render<MetricChart>(parameters => Set(parameters, metric, series));
    }

    private static void Set(ComponentParameterCollectionBuilder<MetricChart> parameters, Metric metric, MetricSeries series) =>
        parameters.Add(chart => chart.Metric, metric).Add(chart => chart.Series, series).Add(chart => chart.SideName, "host");
}
