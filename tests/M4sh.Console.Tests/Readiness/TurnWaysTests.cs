using M4sh.Console.Readiness;

namespace M4sh.Console.Tests.Readiness;

public sealed class TurnWaysTests
{
    [Theory]
    [InlineData("turn:a", TurnWay.Udp)]
    [InlineData("turn:a:99?transport=udp", TurnWay.Udp)]
    [InlineData("turn:a?transport=tcp", TurnWay.Tcp)]
    [InlineData("turns:a", TurnWay.Tls)]
    [InlineData("turns:a?transport=tcp", TurnWay.Tls)]
    public void Way_OfAnAddress_IsTheOneItNames(string url, TurnWay way)
    {
        foreach (var each in Enum.GetValues<TurnWay>())
            Assert.Equal(each == way ? 1 : 0, TurnWays.Of([new() { Urls = ["stun:a", "turns:a?transport=udp", url] }], each).Count);
    }
}
