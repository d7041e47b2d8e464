using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tests.Tokens;

public sealed class AuthenticationTests(ApiFixture fixture) : ApiTests(fixture)
{
    private static Dictionary<string, object> Claims(object? sub = null) => new() { ["sub"] = sub ?? "u" };

    public static TheoryData<string, string> BadTokens => new()
    {
        { "no jwt", "nonsense" },
        { "other key", TestTokens.Create(Claims(), key: "another signing key, also long enough") },
        { "other issuer", TestTokens.Create(Claims(), issuer: "m4sh") },
        { "other audience", TestTokens.Create(Claims(), audience: "m4sh-signaling") },
        { "other algorithm", TestTokens.Create(Claims(), algorithm: SecurityAlgorithms.HmacSha384, key: new string('k', 64)) },
        { "no exp", TestTokens.Create(Claims(), withoutExpiry: true) },
        { "no sub", TestTokens.Create([]) },
        { "empty sub", TestTokens.Create(Claims("")) },
        { "long sub", TestTokens.Create(Claims(new string('x', 129))) },
        { "two subs", TestTokens.Create(Claims(new[] { "u", "v" })) },
        { "unsigned", Unsigned("""{"sub":"u","iss":"m4sh-platform","aud":"m4sh-api","exp":9999999999}""") },
    };

    private static string Unsigned(string payload) => $"{Base64UrlEncoder.Encode("""{"alg":"none"}""")}.{Base64UrlEncoder.Encode(payload)}.";

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Request_BadToken_IsUnauthorized(string why, string token)
    {
        Assert.NotEmpty(why);
        using var response = await GetAsync(Api.With(token), "sessions/");
        await AssertProblemAsync(Task.FromResult(response), ErrorCodes.Unauthorized);
        Assert.Contains("error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_NoToken_IsUnauthorizedWithABareChallenge()
    {
        using var response = await GetAsync(Api.With(null), "sessions/");
        await AssertProblemAsync(Task.FromResult(response), ErrorCodes.Unauthorized);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Request_ExpiredToken_IsTokenExpiredAfterTheSkew()
    {
        var now = TimeProvider.System.GetUtcNow();
        await AssertProblemAsync(GetAsync(Api.With(TestTokens.Create(Claims(), expires: now.AddSeconds(-40))), "sessions/"), ErrorCodes.TokenExpired);
        await ReadAsync<SessionPage>(GetAsync(Api.With(TestTokens.Create(Claims(), expires: now.AddSeconds(-10))), "sessions/"));
    }

    [Fact]
    public async Task Request_SessionToken_IsUnauthorized()
    {
        var (session, host, _) = await StartCallAsync();
        var token = (await JoinAsync(host, session.Id)).Token;
        await AssertProblemAsync(GetAsync(Api.With(token), "sessions/"), ErrorCodes.Unauthorized);
    }

    [Theory]
    [InlineData("Auth:SigningKey", "short", "Auth:SigningKey")]
    [InlineData("Auth:SigningKey", "", "Auth:SigningKey")]
    [InlineData("WEBRTC_TOKEN_SECRET", "short", "WEBRTC_TOKEN_SECRET")]
    [InlineData("TURN_SERVER_URL", "coturn:3478", "WebRtc:TurnServer:Url")]
    [InlineData("WebRtc:IceCandidateTimeout", "00:00:00", "WebRtc:IceCandidateTimeout")]
    public void Start_BadSetting_FailsAndNamesIt(string key, string value, string named)
    {
        var exception = Assert.ThrowsAny<Exception>(() => Fixture.StartReplica("bad", settings: new Dictionary<string, string?> { [key] = value }));
        Assert.Contains(named, exception.ToString(), StringComparison.Ordinal);
    }
}
