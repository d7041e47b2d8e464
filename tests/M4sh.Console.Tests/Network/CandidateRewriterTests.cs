using System.Net;
using M4sh.Console.Network;
using M4sh.Contracts.Ice;

namespace M4sh.Console.Tests.Network;

public sealed class CandidateRewriterTests
{
    private const string Rewritten = "candidate:1 1 udp 2122260223 127.0.0.1 40000 typ host generation 0 ufrag abcd";
    private static readonly IPEndPoint Relay = new(IPAddress.Loopback, 40_000);

    [Theory]
    [InlineData("candidate:7 1 udp 2122194687 192.0.2.7 61665 typ host generation 0 ufrag abcd network-id 1")]
    [InlineData("candidate:8 1 UDP 1686052607 198.51.100.1 61665 typ srflx raddr 192.0.2.7 rport 61665 generation 0 ufrag abcd")]
    [InlineData("candidate:9 1 udp 41885439 2001:db8::1 50000 typ relay raddr :: rport 0 generation 0 ufrag abcd")]
    [InlineData("candidate:9 1 udp 41885439 5f1c0bd2-1d5f.local 50000 typ host generation 0 ufrag abcd")]
    public void Rewrite_OverUdp_IsTheRelay(string candidate)
    {
        var given = new RtcIceCandidateInit { Candidate = candidate, SdpMid = "0", UsernameFragment = "abcd" };

        Assert.Equal(given with { Candidate = Rewritten }, Assert.Single(CandidateRewriter.Rewrite([given], Relay)));
    }

    [Theory]
    [InlineData("candidate:7 1 tcp 1518214911 192.0.2.7 9 typ host tcptype active generation 0 ufrag abcd")]
    [InlineData("not a candidate")]
    public void Rewrite_AnythingElse_IsLeftOut(string candidate) =>
        Assert.Empty(CandidateRewriter.Rewrite([new RtcIceCandidateInit { Candidate = candidate }], Relay));

    [Fact]
    public void Rewrite_EndOfCandidates_Stays() => Assert.Equal([null], CandidateRewriter.Rewrite([null], Relay));

    [Fact]
    public void Rewrite_Description_ChangesItsCandidatesOnly() => Assert.Equal(
        $"v=0\r\na=mid:0\r\na={Rewritten}\r\na=end-of-candidates\r\n",
        CandidateRewriter.Rewrite(
            "v=0\r\na=mid:0\r\na=candidate:7 1 tcp 5 192.0.2.7 9 typ host tcptype active\r\n"
            + "a=candidate:7 1 udp 5 192.0.2.7 61665 typ host generation 0 ufrag abcd\r\na=end-of-candidates\r\n",
            Relay));
}
