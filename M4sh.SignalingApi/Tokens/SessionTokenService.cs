using M4sh.Contracts.Json;
using M4sh.Contracts.Tokens;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>Makes the tokens that signaling connections carry (PROTOCOL §6).</summary>
public sealed class SessionTokenService(IOptions<SessionTokenOptions> options, IOptions<AuthOptions> auth, TimeProvider time)
{
    public static readonly TimeSpan DefaultTtl = TimeSpan.FromSeconds(3600);
    public static readonly TimeSpan MinTtl = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan MaxTtl = TimeSpan.FromSeconds(86_400);

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly SigningCredentials _credentials =
        new(new SymmetricSecurityKey(options.Value.Key(auth.Value)), SecurityAlgorithms.HmacSha256);

    public TokenResponse Issue(Guid sessionId, string userId, IReadOnlyList<MediaPermission> permissions, TimeSpan? ttl)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var expires = now + (ttl ?? DefaultTtl);
        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = SessionTokenDefaults.Issuer,
            Audience = SessionTokenDefaults.Audience,
            IssuedAt = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>
            {
                [TokenClaims.UserId] = userId,
                [TokenClaims.SessionId] = sessionId.ToString(),
                [TokenClaims.Permissions] = permissions.Select(SnakeCase.Write).ToArray(),
                [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7(now).ToString(),
            },
        });
        return new() { Token = token, TokenExpiresAt = expires, Permissions = permissions };
    }
}
