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

    internal static readonly TimeSpan IssueStep = TimeSpan.FromSeconds(1);
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly SigningCredentials _credentials =
        new(options.Value.SecurityKeys(auth.Value)[0], SecurityAlgorithms.HmacSha256);

    /// <param name="sessionId">The session.</param>
    /// <param name="userId">Its participant.</param>
    /// <param name="permissions">What the token lets it send.</param>
    /// <param name="ttl">How long the token lives.</param>
    /// <param name="revokedUntil"><see cref="TokenGrant.RevokedUntil"/> of the participant.</param>
    public TokenResponse Issue(
        Guid sessionId, string userId, IReadOnlyList<MediaPermission> permissions, TimeSpan? ttl, DateTimeOffset? revokedUntil = null)
    {
        // `iat` has whole seconds: a token of the very second of a revocation must be told from those it revoked.
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        if (revokedUntil >= now)
            now = revokedUntil.Value + IssueStep;

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
