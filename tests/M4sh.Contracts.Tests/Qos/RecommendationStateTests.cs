using CsCheck;
using M4sh.Contracts.Qos;

namespace M4sh.Contracts.Tests.Qos;

public sealed class RecommendationStateTests
{
    private static readonly Gen<QualityLevel> Level = Gen.Int[0, 2].Select(level => (QualityLevel)level);

    private static readonly Gen<(QualityLevel Level, int Milliseconds)[]> Samples = Gen.Select(Level, Gen.Int[1_000, 5_000]).Array[1, 60];

    [Fact]
    public void Next_AnySamples_IsNeverBetterThanTheLastSample() => Samples.Sample(samples =>
        Assert.All(Run(samples), step => Assert.True(step.State.Level >= step.Sample)));

    [Fact]
    public void Next_AnySamples_RisesOnlyAfterThreeThatWereBetter() => Samples.Sample(samples =>
    {
        var steps = Run(samples);
        for (var i = 1; i < steps.Count; i++)
        {
            var before = steps[i - 1].State.Level;
            if (steps[i].State.Level < before)
                Assert.All(steps.Skip(i - 2).Take(3), step => Assert.True(step.Sample < before));
        }
    });

    [Fact]
    public void Next_AnySamples_AdvisesAtEachChangeAndNeverMoreThan30SecondsApart() => Samples.Sample(samples =>
    {
        var advisedAt = DateTimeOffset.UnixEpoch;
        QualityLevel? advised = null;
        foreach (var step in Run(samples))
        {
            if (step.Advice is not null)
                (advised, advisedAt) = (step.Advice, step.At);

            Assert.Equal(step.State.Level, advised);
            Assert.True(step.At - advisedAt <= RecommendationState.MaxSilence);
        }
    });

    [Theory]
    [InlineData(null, true)]
    [InlineData(StreamDirection.Outbound, true)]
    [InlineData(StreamDirection.Inbound, false)]
    public void IsForItsSender_Direction_IsTheOneWhoSendsTheStream(StreamDirection? direction, bool own) =>
        Assert.Equal(own, QualityScore.IsForItsSender(new() { RttMs = 1, PacketLossPct = 0, JitterMs = 0, Direction = direction }));

    private static List<(QualityLevel Sample, DateTimeOffset At, RecommendationState State, QualityLevel? Advice)> Run((QualityLevel Level, int Milliseconds)[] samples)
    {
        List<(QualityLevel, DateTimeOffset, RecommendationState, QualityLevel?)> steps = [];
        var (state, at) = (default(RecommendationState), DateTimeOffset.UnixEpoch);
        foreach (var (level, milliseconds) in samples)
        {
            at = at.AddMilliseconds(milliseconds);
            (state, var advice) = state.Next(level, at);
            steps.Add((level, at, state, advice));
        }

        return steps;
    }
}
