using System.Net;
using M4sh.Console.Calls;
using M4sh.Contracts.Ice;

namespace M4sh.Console.Tests.Calls;

public sealed class CallRouteTests
{
    private static readonly IPEndPoint Relay = new(IPAddress.Loopback, 40_000);

    private static readonly RtcIceServer[] Servers =
    [
        new() { Urls = ["stun:stun.example"] },
        new() { Urls = ["turns:turn.example?transport=udp"], Username = "u", Credential = "c" },
        new() { Urls = ["turn:turn.example?transport=udp", "turn:turn.example?transport=tcp", "turns:turn.example"], Username = "u", Credential = "c" },
    ];

    [Fact]
    public void Servers_AnyPath_AreAll() => Assert.Same(Servers, CallRoute.Open.Servers(Servers));

    [Theory]
    [InlineData(CallPath.Relay, "turn:turn.example?transport=udp turn:turn.example?transport=tcp turns:turn.example")]
    [InlineData(CallPath.Tcp, "turn:turn.example?transport=tcp turns:turn.example")]
    public void Servers_PathChosen_AreThoseOfIt(CallPath path, string urls)
    {
        var server = Assert.Single(new CallRoute(path, null).Servers(Servers));

        Assert.Equal(urls.Split(' '), server.Urls);
        Assert.Equal(("u", "c"), (server.Username, server.Credential));
    }

    [Theory]
    [InlineData(CallPath.Any, "")]
    [InlineData(CallPath.Relay, "turn:turn.example?transport=udp")]
    [InlineData(CallPath.Tcp, "turn:turn.example?transport=tcp")]
    public void Servers_ThroughTheRelay_LeadOneWay(CallPath path, string url) =>
        Assert.Equal(url, string.Join(' ', new CallRoute(path, Relay).Servers(Servers).SelectMany(server => server.Urls)));

    [Theory]
    [InlineData(CallPath.Any, IceTransportPolicy.All)]
    [InlineData(CallPath.Relay, IceTransportPolicy.Relay)]
    [InlineData(CallPath.Tcp, IceTransportPolicy.Relay)]
    public void Policy_AskedForAll_IsThePaths(CallPath path, IceTransportPolicy policy) =>
        Assert.Equal(policy, new CallRoute(path, null).Policy(IceTransportPolicy.All));
}
