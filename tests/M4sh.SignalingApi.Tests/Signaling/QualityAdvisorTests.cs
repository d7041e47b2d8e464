using M4sh.Contracts.Qos;
using M4sh.SignalingApi.Signaling.Routing;
using Microsoft.Extensions.Time.Testing;
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

    [Fact]
    public void Advise_Batch_SaysWhatHoldsAtItsEnd()
    {
        var advice = NewAdvisor(new FakeTimeProvider(Start)).Advise([Sample(Poor), Sample(Good), Sample(Good), Sample(Good)]);

        Assert.Equal((Good, VideoRecommendation.P480), (advice!.Quality, advice.Recommendation));
        Assert.Equal(["rtt_ms"], advice.Reasons);
    }

    [Fact]
    public void Advise_Batch_NamesWhatTheAdviceComesFrom()
    {
        var advice = NewAdvisor(new FakeTimeProvider(Start)).Advise([Sample(Poor), Sample(Excellent)]);

        Assert.Equal((Poor, VideoRecommendation.P240), (advice!.Quality, advice.Recommendation));
        Assert.Equal(["rtt_ms"], advice.Reasons);
        Assert.Equal(QualityScore.Assess(Sample(Poor)).Mos, advice.Mos);
    }

    // A sample every 5 s.
    private static IEnumerable<QualityLevel?> Advise(params QualityLevel[] samples)
    {
        var time = new FakeTimeProvider(Start) { AutoAdvanceAmount = TimeSpan.FromSeconds(5) };
        var advisor = NewAdvisor(time);
        return [.. samples.Select(sample => advisor.Advise([Sample(sample)])?.Quality)];
    }

    private static QualityAdvisor NewAdvisor(TimeProvider time) => new(QualityScore.DefaultPacketLossRobustness, time);

    private static QosSample Sample(QualityLevel level) =>
        new() { RttMs = level switch { Excellent => 50, Good => 150, _ => 250 }, PacketLossPct = 0, JitterMs = 1 };
}
