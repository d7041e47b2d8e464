using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tests.Tokens;

/// <summary>A real OIDC issuer on a Kestrel: discovery, keys, and tokens signed with the newest of them.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly WebApplication _app;
    private SigningCredentials _credentials = NewRsa();

    private TestIssuer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>How often the keys were fetched.</summary>
    public int KeyRequests { get; private set; }

    public static async Task<TestIssuer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var issuer = new TestIssuer(builder.Build());
        issuer._app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, string>
        {
            ["issuer"] = issuer.Address,
            ["jwks_uri"] = $"{issuer.Address}/keys",
        }));
        issuer._app.MapGet("/keys", issuer.Keys);
        await issuer._app.StartAsync(cancellationToken);
        return issuer;
    }

    public void RollOver(bool elliptic = false) => _credentials = elliptic ? NewEcdsa() : NewRsa();

    public string Token(string userId, string? issuer = null, string audience = "m4sh-api", string? role = null)
    {
        var claims = new Dictionary<string, object> { ["sub"] = userId };
        if (role is not null)
            claims["role"] = role;

        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Address,
            Audience = audience,
            Expires = TimeProvider.System.GetUtcNow().AddHours(1).UtcDateTime,
            Claims = claims,
            SigningCredentials = _credentials,
        });
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IResult Keys()
    {
        KeyRequests++;
        var key = JsonWebKeyConverter.ConvertFromSecurityKey(_credentials.Key);
        return Results.Json(new
        {
            keys = new[]
            {
                new Dictionary<string, string?>
                {
                    ["kty"] = key.Kty, ["kid"] = key.Kid, ["use"] = "sig", ["n"] = key.N, ["e"] = key.E, ["crv"] = key.Crv, ["x"] = key.X, ["y"] = key.Y,
                }.Where(member => member.Value is not null).ToDictionary(),
            },
        });
    }

    private static SigningCredentials NewRsa() => new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = NewId() }, SecurityAlgorithms.RsaSha256);

    private static SigningCredentials NewEcdsa() =>
        new(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = NewId() }, SecurityAlgorithms.EcdsaSha256);

    private static string NewId() => Guid.CreateVersion7().ToString("N");
}
