using M4sh.Data.Qos.Rollups;

namespace M4sh.QosWorker.Tests.Rollup;

public sealed class XactSnapshotTests
{
    [Theory]
    [InlineData("10:10:", 20, "10:10:")]
    [InlineData("10:20:10,15", 19, "10:20:10,15")]
    [InlineData("10:20:10,15", 30, "10:20:10,15")]
    [InlineData("10:20:10,15", 15, "10:16:10,15")]
    [InlineData("10:20:10,15", 14, "10:15:10")]
    [InlineData("12:20:12,15", 11, "12:12:")]
    [InlineData("10:20:", 14, "15:15:")]
    public void Until_ATransaction_TellsNothingOfLaterOnes(string snapshot, ulong last, string until) =>
        Assert.Equal(until, XactSnapshot.Parse(snapshot).Until(last).ToString());
}
