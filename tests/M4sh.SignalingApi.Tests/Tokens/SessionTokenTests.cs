using System.Text;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Tokens;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tests.Tokens;

public sealed class SessionTokenTests(ApiFixture fixture) : ApiTests(fixture)
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    [Fact]
    public void Issue_Defaults_MakesExactlyTheClaimsOfTheContract()
    {
        var session = Guid.CreateVersion7(Now);

        var response = Service(TestTokens.SessionSecret).Issue(session, "ann", [MediaPermission.ScreenShare], null);

        var (header, payload) = TestTokens.Decode(response.Token);
        Assert.Equal("HS256", header.GetProperty("alg").GetString());
        Assert.Equal(
            ["aud", "exp", "iat", "iss", "jti", "permissions", "sid", "sub"],
            payload.EnumerateObject().Select(claim => claim.Name).Order(StringComparer.Ordinal));
        Assert.Equal("m4sh", payload.GetProperty("iss").GetString());
        Assert.Equal("m4sh-signaling", payload.GetProperty("aud").GetString());
        Assert.Equal("ann", payload.GetProperty("sub").GetString());
        Assert.Equal(session.ToString(), payload.GetProperty("sid").GetString());
        Assert.Equal("""["screen_share"]""", payload.GetProperty("permissions").GetRawText());
        Assert.Equal(Now.ToUnixTimeSeconds(), payload.GetProperty("iat").GetInt64());
        Assert.Equal(Now.ToUnixTimeSeconds() + 3600, payload.GetProperty("exp").GetInt64());
        Assert.Equal(Now.ToUnixTimeSeconds() + 3600, response.TokenExpiresAt.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Issue_Secret_IsTheKey() =>
        Assert.True((await ValidateAsync(Service(TestTokens.SessionSecret), Encoding.UTF8.GetBytes(TestTokens.SessionSecret))).IsValid);

    [Fact]
    public async Task Issue_NoSecret_DerivesTheKeyFromTheSigningKey()
    {
        // RFC 5869 with an empty salt and one block, by hand.
        var prk = System.Security.Cryptography.HMACSHA256.HashData(new byte[32], Encoding.UTF8.GetBytes(TestTokens.SigningKey));
        var key = System.Security.Cryptography.HMACSHA256.HashData(prk, (byte[])[.. "m4sh-signaling"u8, 1]);

        Assert.True((await ValidateAsync(Service(null), key)).IsValid);
    }

    [Fact]
    public async Task Token_Narrowed_AnswersWhatWasAskedFor()
    {
        var (session, host, _) = await StartCallAsync();

        var response = await ReadAsync<TokenResponse>(PostAsync(host, $"sessions/{session.Id}/token/", """{"permissions": ["audio"], "ttl": 60}"""));

        Assert.Equal([MediaPermission.Audio], response.Permissions);
        var (_, payload) = TestTokens.Decode(response.Token);
        Assert.Equal("""["audio"]""", payload.GetProperty("permissions").GetRawText());
        Assert.Equal(60, payload.GetProperty("exp").GetInt64() - payload.GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task Token_MoreThanTheSessionPermits_IsPermissionDenied()
    {
        var (host, guest) = (Api.As(NewUser("host")), Api.As(NewUser("guest")));
        var session = await CreateAsync(host, new() { ["permissions"] = System.Text.Json.Nodes.JsonNode.Parse("""{"guest": ["audio"]}""") });
        await JoinAsync(host, session.Id);

        Assert.Equal([MediaPermission.Audio], (await JoinAsync(guest, session.Id)).Permissions);
        await AssertProblemAsync(PostAsync(guest, $"sessions/{session.Id}/token/", """{"permissions": ["video"]}"""), ErrorCodes.PermissionDenied);
    }

    [Theory]
    [InlineData("""{"ttl": 59}""", "ttl")]
    [InlineData("""{"ttl": 86401}""", "ttl")]
    [InlineData("""{"ttl": "60"}""", "ttl")]
    [InlineData("""{"permissions": ["smell"]}""", "permissions[0]")]
    [InlineData("""{"permissions": ["audio", "audio"]}""", "permissions")]
    public async Task Token_BadBody_IsInvalidRequest(string body, string member)
    {
        var (session, host, _) = await StartCallAsync();
        await AssertProblemAsync(PostAsync(host, $"sessions/{session.Id}/token/", body), ErrorCodes.InvalidRequest, member);
    }

    private static SessionTokenService Service(string? secret) => new(
        Options.Create(new SessionTokenOptions { Secret = secret }),
        Options.Create(new AuthOptions { SigningKey = TestTokens.SigningKey }),
        new FakeTimeProvider(Now));

    private static Task<TokenValidationResult> ValidateAsync(SessionTokenService service, byte[] key) => new JsonWebTokenHandler().ValidateTokenAsync(
        service.Issue(Guid.CreateVersion7(Now), "ann", [], null).Token,
        new() { ValidateIssuer = false, ValidateAudience = false, ValidateLifetime = false, IssuerSigningKey = new SymmetricSecurityKey(key) });
}
