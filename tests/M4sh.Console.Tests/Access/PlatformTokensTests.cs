using System.ComponentModel.DataAnnotations;
using System.Text;
using M4sh.Console.Access;
using M4sh.Console.Tests.Fakes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.Console.Tests.Access;

public sealed class PlatformTokensTests
{
    private readonly CallWorld _world = new();

    [Fact]
    public async Task For_User_SignsWhatTheContractAsksFor()
    {
        var token = new JsonWebToken(await TokenAsync(new("qa-host", "QA host")));

        Assert.Equal("m4sh-platform", token.Issuer);
        Assert.Equal(["m4sh-api"], token.Audiences);
        Assert.Equal("qa-host", token.Subject);
        Assert.Equal("QA host", token.GetClaim("name").Value);
        Assert.Equal("HS256", token.Alg);
        Assert.Equal(FakeApi.Start.AddMinutes(5).UtcDateTime, token.ValidTo);
        Assert.False(token.TryGetClaim("role", out _));
    }

    [Fact]
    public async Task For_Console_IsAnAdminSignedWithTheKey()
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(await TokenAsync(PlatformUser.Console), new()
        {
            ValidIssuer = "m4sh-platform",
            ValidAudience = "m4sh-api",
            ValidateLifetime = false,
            IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(CallWorld.SigningKey)),
        });

        Assert.True(result.IsValid);
        Assert.Equal("admin", result.Claims["role"]);
    }

    [Fact]
    public async Task For_HalfOfTheLifeOver_MintsANewOne()
    {
        var tokens = _world.Tokens.For(PlatformUser.Console);
        var first = await tokens(TestContext.Current.CancellationToken);
        _world.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(first, await tokens(TestContext.Current.CancellationToken));

        _world.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.NotEqual(first, await tokens(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("too short to sign anything with", false)]
    [InlineData(CallWorld.SigningKey, true)]
    public void Options_SigningKey_NeedsThirtyTwoBytes(string key, bool good)
    {
        var options = new AccessOptions { SigningKey = key };

        Assert.Equal(good, Validator.TryValidateObject(options, new ValidationContext(options), null));
    }

    private async Task<string> TokenAsync(PlatformUser user) => await _world.Tokens.For(user)(TestContext.Current.CancellationToken);
}
