using CsCheck;
using M4sh.Contracts.Qos;

namespace M4sh.Contracts.Tests.Qos;

public sealed class QualityScoreTests
{
    private static readonly Gen<(double Rtt, double Loss, double Jitter)> Paths =
        Gen.Select(Gen.Double[0, 60_000], Gen.Double[0, 100], Gen.Double[0, 60_000]);

    // Where the E-model's curve is not at its floor.
    private static readonly Gen<(double Rtt, double Loss, double Jitter)> UsablePaths =
        Gen.Select(Gen.Double[0, 800], Gen.Double[0, 20], Gen.Double[0, 150]);

    [Theory]
    [InlineData(0, 0, 0, QualityLevel.Excellent)]
    [InlineData(99.999, 0.999, 14.999, QualityLevel.Excellent)]
    [InlineData(100, 0, 0, QualityLevel.Good)]
    [InlineData(0, 1, 0, QualityLevel.Good)]
    [InlineData(0, 0, 15, QualityLevel.Good)]
    [InlineData(199.999, 2.999, 29.999, QualityLevel.Good)]
    [InlineData(200, 0, 0, QualityLevel.Poor)]
    [InlineData(0, 3, 0, QualityLevel.Poor)]
    [InlineData(0, 0, 30, QualityLevel.Poor)]
    [InlineData(150, 0, 30, QualityLevel.Poor)]
    [InlineData(60_000, 100, 60_000, QualityLevel.Poor)]
    public void Quality_AtTheBoundsOfTheTable_IsTheWorstOfTheThree(double rtt, double loss, double jitter, QualityLevel expected) =>
        Assert.Equal(expected, QualityScore.Quality(rtt, loss, jitter));

    [Theory]
    [InlineData(QualityLevel.Excellent, VideoRecommendation.P720)]
    [InlineData(QualityLevel.Good, VideoRecommendation.P480)]
    [InlineData(QualityLevel.Poor, VideoRecommendation.P240)]
    public void Recommend_Quality_IsThePictureOfTheTable(QualityLevel quality, VideoRecommendation expected) =>
        Assert.Equal(expected, QualityScore.Recommend(quality));

    /// <summary>Computed apart from this code, from the formulas of PROTOCOL.md §7.</summary>
    [Theory]
    [InlineData(0, 0, 0, 4.41)]
    [InlineData(40, 0, 5, 4.39)]
    [InlineData(99, 0.5, 10, 4.33)]
    [InlineData(100, 1, 15, 4.28)]
    [InlineData(150, 2, 20, 4.15)]
    [InlineData(200, 3, 30, 3.99)]
    [InlineData(300, 5, 40, 3.41)]
    [InlineData(354.6, 0, 0, 4.31)]
    [InlineData(400, 0, 0, 4.23)]
    [InlineData(1000, 0, 0, 2.35)]
    [InlineData(0, 100, 0, 1.18)]
    [InlineData(60_000, 100, 60_000, 1)]
    public void Mos_KnownPaths_IsTheEModels(double rtt, double loss, double jitter, double expected) =>
        Assert.Equal(expected, QualityScore.Mos(rtt, loss, jitter));

    [Fact]
    public void Assess_Sample_HoldsAllThree()
    {
        var assessment = QualityScore.Assess(new() { RttMs = 200, PacketLossPct = 3, JitterMs = 30 });

        Assert.Equal(new(QualityLevel.Poor, VideoRecommendation.P240, 3.99), assessment);
    }

    [Fact]
    public void Mos_AnyPath_IsWithinItsScaleAndHasTwoDecimals() => Paths.Sample(path =>
    {
        var mos = QualityScore.Mos(path.Rtt, path.Loss, path.Jitter);
        return mos is >= 1 and <= 4.5 && Math.Abs((mos * 100) - Math.Round(mos * 100)) < 1e-9;
    });

    [Fact]
    public void Quality_WorsePath_IsNeverBetter() => Gen.Select(Paths, Paths).Sample((path, more) =>
        QualityScore.Quality(path.Rtt + more.Rtt, path.Loss + more.Loss, path.Jitter + more.Jitter)
            >= QualityScore.Quality(path.Rtt, path.Loss, path.Jitter));

    // The cubic falls below 1 and rises again near R = 0: the clamp must hide that.
    [Fact]
    public void Mos_AnyWorsePath_IsNeverBetter() => Gen.Select(Paths, Paths).Sample((path, more) =>
        QualityScore.Mos(path.Rtt + more.Rtt, Math.Min(100, path.Loss + more.Loss), path.Jitter + more.Jitter)
            <= QualityScore.Mos(path.Rtt, path.Loss, path.Jitter));

    [Fact]
    public void Mos_WorsePath_IsNeverBetter() => Gen.Select(UsablePaths, Gen.Double[0, 50], Gen.Int[0, 2]).Sample((path, more, which) =>
        QualityScore.Mos(path.Rtt + (which == 0 ? more : 0), path.Loss + (which == 1 ? more : 0), path.Jitter + (which == 2 ? more : 0))
            <= QualityScore.Mos(path.Rtt, path.Loss, path.Jitter));

    [Fact]
    public void Mos_MoreRobustCodec_IsNeverWorse() => Gen.Select(UsablePaths, Gen.Double[0, 50]).Sample((path, more) =>
        QualityScore.Mos(path.Rtt, path.Loss, path.Jitter, QualityScore.DefaultPacketLossRobustness + more)
            >= QualityScore.Mos(path.Rtt, path.Loss, path.Jitter));
}
