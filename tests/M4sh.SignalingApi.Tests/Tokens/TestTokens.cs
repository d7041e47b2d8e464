using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tests.Tokens;

/// <summary>Tokens as the platform makes them, good and bad.</summary>
public static class TestTokens
{
    public const string SigningKey = "a signing key for tests, 32 bytes at least";
    public const string SessionSecret = "a session token secret for tests, 32 bytes at least";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    public static string Platform(string userId, string? name = null, string? role = null)
    {
        var claims = new Dictionary<string, object> { ["sub"] = userId };
        if (name is not null)
        {
            claims["name"] = name;
        }

        if (role is not null)
        {
            claims["role"] = role;
        }

        return Create(claims);
    }

    /// <summary>A platform token with any of its parts changed.</summary>
    public static string Create(
        Dictionary<string, object> claims, string issuer = "m4sh-platform", string audience = "m4sh-api", string key = SigningKey,
        DateTimeOffset? expires = null, string algorithm = SecurityAlgorithms.HmacSha256, bool withoutExpiry = false) =>
        Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = withoutExpiry ? null : (expires ?? TimeProvider.System.GetUtcNow().AddHours(1)).UtcDateTime,
            Claims = claims,
            SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)), algorithm),
        });

    /// <summary>A token's header and payload.</summary>
    public static (JsonElement Header, JsonElement Payload) Decode(string token)
    {
        var parts = token.Split('.');
        Assert.Equal(3, parts.Length);
        return (JsonSerializer.Deserialize<JsonElement>(Base64UrlEncoder.DecodeBytes(parts[0])),
            JsonSerializer.Deserialize<JsonElement>(Base64UrlEncoder.DecodeBytes(parts[1])));
    }
}
