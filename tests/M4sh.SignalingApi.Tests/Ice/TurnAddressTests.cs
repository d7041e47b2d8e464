using M4sh.Turn;

namespace M4sh.SignalingApi.Tests.Ice;

public sealed class TurnAddressTests
{
    [Theory]
    [InlineData("stun:a.test", "a.test", 3478, false, false, false)]
    [InlineData("turn:a.test:99", "a.test", 99, false, false, true)]
    [InlineData("turn:[::1]:99?transport=tcp", "::1", 99, true, false, true)]
    [InlineData("turn:10.0.0.1?transport=udp", "10.0.0.1", 3478, false, false, true)]
    [InlineData("TURNS:a.test", "a.test", 5349, true, true, true)]
    [InlineData("stuns:[::1]", "::1", 5349, true, true, false)]
    public void Parse_Address_HasItsParts(string url, string host, int port, bool isTcp, bool isTls, bool isTurn)
    {
        Assert.True(TurnAddress.TryParse(url, out var address));
        Assert.Equal(new(host, port, isTcp, isTls, isTurn), address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.test:3478")]
    [InlineData("http://a.test")]
    [InlineData("turn:")]
    [InlineData("turn:a.test:0")]
    [InlineData("turn:a.test:70000")]
    [InlineData("turn:a.test:port")]
    [InlineData("turn:a.test?transport=sctp")]
    [InlineData("turn:a b")]
    public void Parse_NoAddress_IsRefused(string url) => Assert.False(TurnAddress.TryParse(url, out _));
}
