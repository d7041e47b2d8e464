using System.Text.Json;
using M4sh.SignalingApi.Ice;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Tests.Ice;

public sealed class CandidateMaskTests
{
    private const string Pair =
        """
        {"local": {"candidate_type": "host", "address": "192.168.7.3", "port": 5, "addresses": ["fd00::7", "2001:db8::1"]},
         "remote": {"candidate": "candidate:1 1 udp 2 10.1.2.3 4444 typ srflx raddr 172.20.0.1 rport 9", "address": "203.0.113.9"}}
        """;

    [Fact]
    public void Mask_Configured_TakesPrivateAddressesOutOfThePair() => Assert.Equal(
        """
        {"local":{"candidate_type":"host","address":"private","port":5,"addresses":["private","2001:db8::1"]},"remote":{"candidate":"candidate:1 1 udp 2 private 4444 typ srflx raddr private rport 9","address":"203.0.113.9"}}
        """, Apply(mask: true));

    [Fact]
    public void Mask_NotConfigured_LeavesThePair() => Assert.Equal(Pair, Apply(mask: false));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("::1", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("2001:db8::1", false)]
    public void Address_Any_IsPrivateOrNot(string address, bool isPrivate) => Assert.Equal(isPrivate, CandidateMask.IsPrivate(System.Net.IPAddress.Parse(address)));

    private static string Apply(bool mask)
    {
        using var pair = JsonDocument.Parse(Pair);
        var masking = new CandidateMask(Options.Create(new WebRtcOptions { MaskPrivateAddresses = mask }));
        return masking.Apply(new() { State = Contracts.Sessions.PeerConnectionState.Connected, CandidatePair = pair.RootElement.Clone() }).CandidatePair!.Value.GetRawText();
    }
}
