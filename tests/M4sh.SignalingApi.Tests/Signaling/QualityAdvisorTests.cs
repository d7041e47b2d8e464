using M4sh.Contracts.Qos;
using M4sh.SignalingApi.Signaling.Routing;
using static M4sh.Contracts.Qos.QualityLevel;

namespace M4sh.SignalingApi.Tests.Signaling;

public sealed class QualityAdvisorTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Advise_FirstSample_IsSaid() => Assert.Equal([Good], Advise(Good));

    [Fact]
    public void Advise_Same_IsNotRepeatedWithin30Seconds() => Assert.Equal([Good, null, null], Advise(Good, Good, Good));

    [Fact]
    public void Advise_Same_IsRepeatedBefore30SecondsAreOver() => Assert.Equal([Good, null, null, null, null, Good, null, null], Advise([.. Enumerable.Repeat(Good, 8)]));

    [Fact]
    public void Advise_Worse_GoesDownAtOnce() => Assert.Equal([Excellent, Poor], Advise(Excellent, Poor));

    [Fact]
    public void Advise_ThreeBetter_GoesUp() => Assert.Equal([Poor, null, null, Excellent], Advise(Poor, Excellent, Excellent, Excellent));

    [Fact]
    public void Advise_ThreeBetterOfSeveralLevels_GoesUpToTheWorstOfThem() =>
        Assert.Equal([Poor, null, null, Good], Advise(Poor, Excellent, Good, Excellent));

    [Fact]
    public void Advise_BetterInterrupted_CountsAnew() =>
        Assert.Equal([Poor, null, null, null, null], Advise(Poor, Good, Good, Poor, Good));

    // A sample every 5 s.
    private static IEnumerable<QualityLevel?> Advise(params QualityLevel[] samples)
    {
        var advisor = new QualityAdvisor();
        return [.. samples.Select((sample, i) => advisor.Advise(sample, Start + TimeSpan.FromSeconds(5 * i)))];
    }
}
