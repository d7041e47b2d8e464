using M4sh.Client.Signaling;

namespace M4sh.Client.Tests.Signaling;

public sealed class ReconnectBackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(0, 0, 200)]
    [InlineData(0, 0.5, 300)]
    [InlineData(0, 1, 400)]
    [InlineData(2, 0.5, 1_200)]
    [InlineData(1_000, 0, 5_000)]
    [InlineData(1_000, 0.5, 7_500)]
    [InlineData(1_000, 1, 10_000)]
    public void Delay_Attempt_DoublesWithinItsSpreadAndLimit(int attempt, double chance, double expectedMilliseconds) =>
        Assert.Equal(expectedMilliseconds, ReconnectBackoff.Delay(attempt, chance, First, Longest).TotalMilliseconds, 3);

    [Theory]
    [InlineData(0, 300)]
    [InlineData(1, 1_500)]
    public void DelayAfterStop_Chance_SpreadsWide(double chance, double expectedMilliseconds) =>
        Assert.Equal(expectedMilliseconds, ReconnectBackoff.DelayAfterStop(chance, First).TotalMilliseconds, 3);
}
