using M4sh.Console.Calls;
using M4sh.Console.Verdicts;

namespace M4sh.Console.Tests.Verdicts;

public sealed class JudgeTests
{
    private static readonly TimeSpan Setup = TimeSpan.FromSeconds(1);

    [Fact]
    public void Of_EverythingWithin_Passes()
    {
        var verdict = Judge.Of(LimitProfile.Lesson, Setup, [Side()], null);

        Assert.True(verdict.Passed);
        Assert.Equal(["setup", "rtt_p95", "loss", "jitter_p95", "mos_median", "freezes"], verdict.Checks.Select(check => check.Key));
    }

    [Theory]
    [InlineData("rtt_p95", 201, 0, 10, 0)]
    [InlineData("loss", 50, 4, 10, 0)]
    [InlineData("jitter_p95", 50, 0, 31, 0)]
    [InlineData("freezes", 50, 0, 10, 3)]
    public void Of_OneBeyond_FailsByThatAlone(string key, double rtt, int lost, double jitter, int freezes)
    {
        var verdict = Judge.Of(LimitProfile.Lesson with { MosMedian = null }, Setup, [Side(rtt, lost, jitter, freezes)], null);

        Assert.False(verdict.Passed);
        Assert.Equal(key, Assert.Single(verdict.Checks, check => !check.Passed).Key);
    }

    [Fact]
    public void Of_MosTooLow_Fails() =>
        Assert.False(Judge.Of(new("own", "Own") { MosMedian = 4.4 }, Setup, [Side(rtt: 400)], null).Passed);

    [Fact]
    public void Of_SetupTooLong_Fails() => Assert.False(Judge.Of(LimitProfile.Lesson, TimeSpan.FromSeconds(6), [Side()], null).Passed);

    [Fact]
    public void Of_NothingMeasured_DoesNotPass()
    {
        var verdict = Judge.Of(LimitProfile.Lesson, null, [SideMeasurement.Of("host", [])], null);

        Assert.All(verdict.Checks, check => Assert.False(check.Passed));
    }

    [Fact]
    public void Of_AProblem_FailsWhateverWasMeasured() => Assert.False(Judge.Of(LimitProfile.Smoke, Setup, [], "ice_failed").Passed);

    [Fact]
    public void Measurement_ManyWindows_HasTheSmallestValueOfThatShare()
    {
        var windows = Enumerable.Range(1, 20).Select(each => new PeerStats { RttMs = each, JitterMs = 1, PacketLossPct = 0, PacketsLost = 1, PacketsExpected = 50 });

        var measured = SideMeasurement.Of("host", [.. windows]);

        Assert.Equal((19, 2, 1, 20), (measured.RttP95Ms, measured.LossPct, measured.JitterP95Ms, measured.Windows));
        Assert.Null(measured.Freezes);
    }

    private static SideMeasurement Side(double rtt = 50, int lost = 0, double jitter = 10, int freezes = 0) => SideMeasurement.Of(
        "host",
        [new() { RttMs = rtt, PacketLossPct = lost, JitterMs = jitter, PacketsLost = lost, PacketsExpected = 100, FreezeCount = freezes }]);
}
