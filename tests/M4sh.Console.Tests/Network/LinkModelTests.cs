using M4sh.Console.Network;

namespace M4sh.Console.Tests.Network;

public sealed class LinkModelTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(100);

    // In the middle: neither lost nor delayed more or less than the mean.
    private const double Even = 0.5;

    [Fact]
    public void Admit_Clear_IsDueAtOnce() => Assert.Equal(new(LinkFateKind.Delivered, Now), Model(LinkConditions.Clear).Admit(Now, 1_200));

    [Fact]
    public void Admit_Delay_IsDueAfterIt() => Assert.Equal(Now + Ms(75), Model(LinkConditions.Of(75, 0, 0, null)).Admit(Now, 1_200).Due);

    [Theory]
    [InlineData(0, 40)]
    [InlineData(0.5, 50)]
    [InlineData(0.75, 55)]
    public void Admit_Jitter_IsAroundTheDelay(double chance, double milliseconds) =>
        Assert.Equal(Now + Ms(milliseconds), Model(LinkConditions.Of(50, 10, 0, null), chance).Admit(Now, 100).Due);

    [Fact]
    public void Admit_JitterBelowZero_IsNeverDueBeforeItCame() =>
        Assert.Equal(Now, Model(LinkConditions.Of(2, 10, 0, null), 0).Admit(Now, 100).Due);

    [Theory]
    [InlineData(0.049, LinkFateKind.Lost)]
    [InlineData(0.051, LinkFateKind.Delivered)]
    public void Admit_Loss_IsDrawn(double chance, LinkFateKind fate) =>
        Assert.Equal(fate, Model(LinkConditions.Of(0, 0, 5, null), chance).Admit(Now, 100).Kind);

    [Fact]
    public void Admit_ManyWithLoss_LosesThatShare()
    {
        var random = new Random(4);
        var model = new LinkModel(LinkConditions.Of(0, 0, 5, null), random.NextDouble);

        var lost = Enumerable.Range(0, 100_000).Count(_ => model.Admit(Now, 100).Kind == LinkFateKind.Lost);

        Assert.InRange(lost, 4_700, 5_300);
    }

    [Fact]
    public void Admit_Jittered_NeverOvertakes()
    {
        var random = new Random(5);
        var model = new LinkModel(LinkConditions.Of(50, 50, 0, null), random.NextDouble);

        var due = Enumerable.Range(0, 1_000).Select(index => model.Admit(Now + Ms(index), 100).Due).ToList();

        Assert.Equal(due.Order(), due);
    }

    [Fact]
    public void Admit_Rate_SendsOneAfterTheOther()
    {
        // 1,000 bytes at 800 kbit/s take 10 ms.
        var model = Model(LinkConditions.Of(5, 0, 0, 800));

        var due = Enumerable.Range(0, 3).Select(_ => model.Admit(Now, 1_000).Due - Now).ToList();

        Assert.Equal([Ms(15), Ms(25), Ms(35)], due);
        Assert.Equal(Ms(15), model.Admit(Now + Ms(500), 1_000).Due - Now - Ms(500));
    }

    [Fact]
    public void Admit_MoreThanTheQueueHolds_Overflows()
    {
        var model = Model(LinkConditions.Of(0, 0, 0, 800));

        var fates = Enumerable.Range(0, 40).Select(_ => model.Admit(Now, 1_000).Kind).ToList();

        Assert.Equal(31, fates.Count(fate => fate == LinkFateKind.Delivered));
        Assert.Equal(9, fates.Count(fate => fate == LinkFateKind.Overflowed));
    }

    private static LinkModel Model(LinkConditions conditions, double chance = Even) => new(conditions, () => chance);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
