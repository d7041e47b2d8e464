using System.Net;
using M4sh.Console.Access;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.Console.Tests.Access;

public sealed class LoginGateTests
{
    private const string Right = "a token of more than 16 characters";

    private readonly FakeTimeProvider _time = new();
    private readonly LoginGate _gate;

    public LoginGateTests() => _gate = new(new(Options.Create(new LoginOptions { Token = Right })), _time);

    [Fact]
    public void Try_RightToken_LogsIn() => Assert.Equal(new LoginAnswer(true, null), _gate.Try(Right, IPAddress.Loopback));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a token of more than 16 character")]
    [InlineData("A token of more than 16 characters")]
    public void Try_WrongToken_DoesNot(string? given) => Assert.Equal(new LoginAnswer(false, null), _gate.Try(given, IPAddress.Loopback));

    [Fact]
    public void Try_TooManyWrong_TheRightOneWaitsToo()
    {
        Exhaust(IPAddress.Loopback);
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(new LoginAnswer(false, TimeSpan.FromSeconds(40)), _gate.Try(Right, IPAddress.Loopback));
        Assert.True(_gate.Try(Right, IPAddress.Parse("192.0.2.1")).IsRight);

        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.True(_gate.Try(Right, IPAddress.Loopback).IsRight);
    }

    [Fact]
    public void Try_AddressesOfOneIPv6Network_AreOneAddress()
    {
        Exhaust(IPAddress.Parse("2001:db8::1"));

        Assert.NotNull(_gate.Try(Right, IPAddress.Parse("2001:db8::ffff:2")).RetryAfter);
        Assert.True(_gate.Try(Right, IPAddress.Parse("2001:db8:0:1::1")).IsRight);
    }

    [Fact]
    public void Token_NotConfigured_IsAnotherOneEachTime()
    {
        var tokens = Enumerable.Range(0, 2).Select(_ => new LoginToken(Options.Create(new LoginOptions()))).ToArray();

        Assert.All(tokens, token => Assert.True(token.Matches(token.Generated)));
        Assert.NotEqual(tokens[0].Generated, tokens[1].Generated);
        Assert.Null(new LoginToken(Options.Create(new LoginOptions { Token = Right })).Generated);
    }

    [Theory]
    [InlineData("/sessions?q=a", "/sessions?q=a")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public void ReturnUrl_ElsewhereThanHere_IsTheFirstPage(string? given, string expected) => Assert.Equal(expected, ReturnUrl.Of(given));

    private void Exhaust(IPAddress address)
    {
        for (var attempt = 0; attempt < LoginGate.Limit; attempt++)
            Assert.Null(_gate.Try("wrong", address).RetryAfter);
    }
}
