using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.Console.Tests.Fakes;

/// <summary>An OpenID Connect provider as far as the code flow with PKCE asks it: discovery, keys, a code for a login, a token for a code.</summary>
internal sealed class FakeOidcProvider : HttpMessageHandler
{
    public const string Authority = "https://id.example";
    public const string ClientId = "m4sh-console";
    public const string ClientSecret = "the client's secret, for tests only";

    private const string Code = "a code";

    private readonly RSA _rsa = RSA.Create(2048);
    private Dictionary<string, StringValues> _asked = [];

    /// <summary>What is put into the token in place of the nonce that was asked for.</summary>
    public string? OtherNonce { get; set; }

    public string Asked(string name) => _asked[name].ToString();

    /// <summary>Somebody logs in where the console sent them.</summary>
    /// <returns>Where they are sent with their code.</returns>
    public Uri LogIn(Uri authorization)
    {
        _asked = QueryHelpers.ParseQuery(authorization.Query);
        return new(QueryHelpers.AddQueryString(Asked("redirect_uri"), new Dictionary<string, string?> { ["code"] = Code, ["state"] = Asked("state") }));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => request.RequestUri!.AbsolutePath switch
    {
        "/.well-known/openid-configuration" => Json(new
        {
            issuer = Authority,
            authorization_endpoint = Authority + "/authorize",
            token_endpoint = Authority + "/token",
            jwks_uri = Authority + "/keys",
        }),
        "/keys" => Json(new { keys = new[] { Key() } }),
        "/token" => Redeem(QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancellationToken))),
        var path => throw new InvalidOperationException($"Nobody expected {path}."),
    };

    protected override void Dispose(bool disposing)
    {
        _rsa.Dispose();
        base.Dispose(disposing);
    }

    private HttpResponseMessage Redeem(Dictionary<string, StringValues> form)
    {
        // RFC 7636 §4.6
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (form["code"] != Code || form["client_id"] != ClientId || form["client_secret"] != ClientSecret
            || Asked("code_challenge_method") != "S256" || challenge != Asked("code_challenge"))
        {
            return new(HttpStatusCode.BadRequest) { Content = JsonContent.Create(new { error = "invalid_grant" }) };
        }

        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = ClientId,
            Claims = new Dictionary<string, object> { ["sub"] = "somebody", ["name"] = "Some Body", ["nonce"] = OtherNonce ?? Asked("nonce") },
            SigningCredentials = new(new RsaSecurityKey(_rsa) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
        });
        return Json(new { access_token = "an access token", token_type = "Bearer", expires_in = 300, id_token = token });
    }

    private object Key()
    {
        var key = _rsa.ExportParameters(false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = "1", n = WebEncoders.Base64UrlEncode(key.Modulus!), e = WebEncoders.Base64UrlEncode(key.Exponent!) };
    }

    private static HttpResponseMessage Json(object body) => new(HttpStatusCode.OK) { Content = JsonContent.Create(body) };
}
