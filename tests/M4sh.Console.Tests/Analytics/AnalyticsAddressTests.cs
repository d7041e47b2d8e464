using M4sh.Console.Analytics;
using M4sh.Console.Components.Analytics;
using M4sh.Console.Sessions;
using M4sh.Console.Tests.Fakes;
using M4sh.Contracts.Qos;

namespace M4sh.Console.Tests.Analytics;

public sealed class AnalyticsAddressTests
{
    [Theory]
    [InlineData(null, null, null, null, "/analytics")]
    [InlineData("24h", null, null, null, "/analytics")]
    [InlineData("7d", null, null, "lesson", "/analytics?last=7d&group_by=lesson")]
    [InlineData(null, "2026-01-02T03:04Z", "2026-01-02T04:05Z", "hour", "/analytics?from=2026-01-02T03:04Z&to=2026-01-02T04:05Z&group_by=hour")]
    [InlineData("forever", "tomorrow", "yesterday", "colour", "/analytics")]
    [InlineData(null, "2026-01-02T04:05Z", "2026-01-02T03:04Z", null, "/analytics")]
    public void Address_ReadAndWritten_IsTheSame(string? last, string? from, string? to, string? groupBy, string expected)
    {
        var query = AnalyticsAddress.Read(last, from, to, groupBy);

        Assert.Equal(expected, AnalyticsAddress.Of(query));
    }

    [Fact]
    public void Window_OfTheLastHour_EndsWithThisMinute()
    {
        var (from, to) = new AnalyticsQuery(TimeSpan.FromHours(1)).WindowAt(FakeApi.Start);

        Assert.Equal((FakeApi.Start.AddSeconds(55).AddHours(-1), FakeApi.Start.AddSeconds(55)), (from, to));
    }

    [Fact]
    public void Window_OfItsOwn_StaysWhatever()
    {
        var query = new AnalyticsQuery(null, FakeApi.Start, FakeApi.Start.AddHours(2), QualityGrouping.Hour);

        Assert.Equal((FakeApi.Start, FakeApi.Start.AddHours(2)), query.WindowAt(FakeApi.Start.AddDays(9)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(24, 30)]
    [InlineData(24 * 7, 180)]
    [InlineData(24 * 30, 720)]
    [InlineData(24 * 365, 1440)]
    public void Bucket_OfAWindow_MakesNoMorePointsThanAChartHas(int hours, int minutes)
    {
        var bucket = AnalyticsQuery.BucketOf(TimeSpan.FromHours(hours));

        Assert.Equal(minutes, bucket.TotalMinutes);
        Assert.True(hours > 1000 || TimeSpan.FromHours(hours) / bucket <= QualitySeries.MaxPoints);
    }
}
