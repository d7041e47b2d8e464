using System.Net;
using System.Text;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Sessions;
using M4sh.TestSupport;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tests.Tokens;

public sealed class IssuerTests(ApiFixture fixture) : ApiTests(fixture)
{
    private static readonly Dictionary<string, object> Someone = new() { ["sub"] = "someone" };

    [Fact]
    public async Task Issuer_ItsTokens_AreAcceptedAndTheSharedKeyIsOff()
    {
        await using var issuer = await TestIssuer.StartAsync(Cancelled);
        var replica = Start("issuer", issuer.Address, sharedKey: false);

        var session = await CreateAsync(replica.With(issuer.Token("ann")));

        Assert.Equal("ann", session.CreatedBy);
        await AssertProblemAsync(GetAsync(replica.With(issuer.Token("ann")), "quality/"), ErrorCodes.Forbidden);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(replica, issuer.Token("boss", role: "admin"), "quality/"));
        await AssertProblemAsync(GetAsync(replica.With(TestTokens.Platform("ann")), "sessions/"), ErrorCodes.Unauthorized);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(replica.Root(), "/dev/token/", """{"sub": "ann"}""")).StatusCode);
    }

    [Fact]
    public async Task Issuer_WithASharedKey_TakesBothButNeitherForTheOther()
    {
        await using var issuer = await TestIssuer.StartAsync(Cancelled);
        var replica = Start("both", issuer.Address, sharedKey: true);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(replica, issuer.Token("ann")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(replica, TestTokens.Platform("ann")));
        string[] bad =
        [
            issuer.Token("ann", issuer: "m4sh-platform"),
            issuer.Token("ann", audience: "other"),
            issuer.Token(new string('x', 129)),
            TestTokens.Create(Someone, issuer: issuer.Address),
            Base64UrlEncoder.Encode("""{"alg":"none"}""") + "." + Base64UrlEncoder.Encode("""{"sub":"u"}""") + ".",
            "a.b.c",
        ];
        foreach (var token in bad)
            await AssertProblemAsync(GetAsync(replica.With(token), "sessions/"), ErrorCodes.Unauthorized);
    }

    [Fact]
    public async Task Issuer_RollsItsKeyOver_NewTokensAreAcceptedAndOldOnesNot()
    {
        await using var issuer = await TestIssuer.StartAsync(Cancelled);
        var replica = Start("rollover", issuer.Address, sharedKey: false);
        var old = issuer.Token("ann");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(replica, old));

        issuer.RollOver(elliptic: true);

        // The first token with the new key makes the keys be fetched, which may take longer than its own answer.
        var fresh = issuer.Token("ann");
        while (await StatusAsync(replica, fresh) != HttpStatusCode.OK)
            Cancelled.ThrowIfCancellationRequested();

        Assert.Equal(2, issuer.KeyRequests);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(replica, old));
    }

    [Fact]
    public async Task Issuer_DoesNotAnswer_IsUnavailable()
    {
        var replica = Start("no-issuer", $"http://127.0.0.1:{FreePort.Next()}", sharedKey: true);

        var rs256 = Base64UrlEncoder.Encode("""{"alg":"RS256"}""") + "." + Base64UrlEncoder.Encode("""{"sub":"u"}""") + ".AAAA";
        await AssertProblemAsync(GetAsync(replica.With(rs256), "sessions/"), ErrorCodes.Unavailable);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(replica, TestTokens.Platform("ann")));
        await AssertProblemAsync(GetAsync(replica.With(null), "sessions/"), ErrorCodes.Unauthorized);
    }

    [Fact]
    public async Task SharedKeys_WhileRotating_AreAllAcceptedAndTheFirstSigns()
    {
        const string next = "the next signing key, which has 32 bytes too";
        var replica = Fixture.StartReplica("rotating", settings: new Dictionary<string, string?>
        {
            ["Auth:SigningKeys:0:Id"] = "next",
            ["Auth:SigningKeys:0:Key"] = next,
            ["WEBRTC_TOKEN_SECRET"] = "",
            ["SessionTokens:Secrets:0:Id"] = "s2",
            ["SessionTokens:Secrets:0:Key"] = "the new session secret, which has 32 bytes",
            ["SessionTokens:Secrets:1:Key"] = TestTokens.SessionSecret,
        });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(replica, TestTokens.Platform("ann")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(replica, TestTokens.Create(Someone, key: next)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(replica, TestTokens.Create(Someone, key: "neither of the two signing keys that count")));

        var host = replica.As(NewUser("host"));
        var session = await CreateAsync(host);
        var rotated = (await JoinAsync(host, session.Id)).Token;
        var (header, _) = TestTokens.Decode(rotated);
        Assert.Equal("s2", header.GetProperty("kid").GetString());
        var older = (await JoinAsync(Api.As(session.CreatedBy), session.Id)).Token;
        foreach (var token in new[] { rotated, older })
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(replica.With(token), "/hubs/signaling/negotiate?negotiateVersion=1")).StatusCode);
        await AssertProblemAsync(PostAsync(Api.With(rotated), "/hubs/signaling/negotiate?negotiateVersion=1"), ErrorCodes.Unauthorized);
    }

    [Theory]
    [InlineData("Auth:SigningKeys:0:Key", "short", "Auth:SigningKeys:0:Key")]
    [InlineData("SessionTokens:Secrets:0:Key", "short", "SessionTokens:Secrets:0:Key")]
    [InlineData("Auth:Authority", "http://issuer.test", "Auth:Authority")]
    [InlineData("Auth:KeyRefreshInterval", "00:00:00", "Auth:KeyRefreshInterval")]
    [InlineData("Proxies:Addresses:0", "the balancer", "Proxies:Addresses")]
    public void Start_BadSetting_FailsAndNamesIt(string key, string value, string named)
    {
        var exception = Assert.ThrowsAny<Exception>(() => Fixture.StartReplica("bad", settings: new Dictionary<string, string?> { [key] = value }));
        Assert.Contains(named, exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_IssuerWithoutASecretForSessionTokens_FailsAndNamesIt()
    {
        var settings = new Dictionary<string, string?> { ["Auth:SigningKey"] = "", ["Auth:Authority"] = "https://issuer.test", ["WEBRTC_TOKEN_SECRET"] = "" };
        var exception = Assert.ThrowsAny<Exception>(() => Fixture.StartReplica("bad", settings: settings));
        Assert.Contains("WEBRTC_TOKEN_SECRET must be given", exception.ToString(), StringComparison.Ordinal);
    }

    private ApiReplica Start(string name, string authority, bool sharedKey) => Fixture.StartReplica(name, settings: new Dictionary<string, string?>
    {
        ["Auth:Authority"] = authority,
        ["Auth:SigningKey"] = sharedKey ? TestTokens.SigningKey : "",
    });

    private static async Task<HttpStatusCode> StatusAsync(ApiReplica replica, string token, string path = "sessions/")
    {
        using var response = await GetAsync(replica.With(token), path);
        return response.StatusCode;
    }
}
