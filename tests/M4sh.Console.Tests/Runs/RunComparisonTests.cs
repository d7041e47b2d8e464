using M4sh.Console.Runs;

namespace M4sh.Console.Tests.Runs;

public sealed class RunComparisonTests
{
    [Theory]
    [InlineData(10.0, 20.0, false, -1)]
    [InlineData(20.0, 10.0, false, 1)]
    [InlineData(3.5, 4.0, true, 1)]
    [InlineData(4.0, 3.5, true, -1)]
    [InlineData(4.001, 4.002, true, 0)]
    [InlineData(null, 4.0, true, null)]
    [InlineData(4.0, null, false, null)]
    public void Better_OfTwoValues_IsTheOneThatTheMeasureWants(double? a, double? b, bool isMoreBetter, int? better) =>
        Assert.Equal(better, new ComparedValue("key", "Title", "host", "", a, b, isMoreBetter).Better);

    [Fact]
    public void Of_TwoReports_HasSetupAndEveryMeasureOfBothSides()
    {
        var values = RunComparison.Of(SampleRuns.Report(1, rtt: 40), SampleRuns.Report(2, rtt: 60));

        Assert.Equal(11, values.Count);
        var rtt = Assert.Single(values, value => value is { Key: "rtt_p95", Side: "guest" });
        Assert.Equal((40, 60, 20, -1), (rtt.A, rtt.B, rtt.Difference, rtt.Better));
        Assert.Equal(0, values[0].Better);
    }

    [Fact]
    public void Summary_OfABatch_CountsAndTakesMedians()
    {
        var summary = BatchSummary.Of([SampleRuns.Run(1, rtt: 10), SampleRuns.Run(2, rtt: 90, problem: "ice_failed"), SampleRuns.Run(3, rtt: 30)]);

        Assert.Equal((3, 2, 30), (summary.Calls, summary.Passed, summary.RttP95Ms));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void Series_OfSoManyCalls_IsALineOfThem(int calls, int points)
    {
        var series = new BatchSeries([.. Enumerable.Range(1, calls).Select(number => SampleRuns.Run(number, rtt: number))], run => run.RttP95Ms);

        Assert.Equal(points, series.Points);
        Assert.Equal(Math.Max(2, calls), series.Values.Count);
        Assert.Equal(series.Values.Count, series.Labels.Count);
        Assert.Equal(calls == 0 ? null : calls, series.Latest);
    }
}
