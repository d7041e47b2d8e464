using System.Globalization;
using System.Security.Claims;
using M4sh.Contracts.Tokens;
using M4sh.SignalingApi.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>What a checked session token says.</summary>
public sealed record SessionToken(
    Guid SessionId, string UserId, IReadOnlyList<MediaPermission> Permissions, string Id, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    public TimeSpan Life => ExpiresAt - IssuedAt;

    /// <summary>Of a user whom the session token scheme has authenticated.</summary>
    public static SessionToken Of(ClaimsPrincipal user) => TryRead(user) ?? throw new InvalidOperationException("Not a session token.");

    /// <returns>Null where a claim is missing or malformed.</returns>
    internal static SessionToken? TryRead(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return TokenChecks.HasUserId(user)
            && TokenChecks.HasPermissions(user)
            && Uuid.TryRead(user.FindFirstValue(TokenClaims.SessionId), out var sessionId)
            && user.FindFirstValue(JwtRegisteredClaimNames.Jti) is { Length: >= 1 and <= TokenClaims.MaxTokenIdLength } id
            && TryReadTime(user, JwtRegisteredClaimNames.Iat, out var issuedAt)
            && TryReadTime(user, JwtRegisteredClaimNames.Exp, out var expiresAt)
                ? new(sessionId, user.UserId(), user.Permissions(), id, issuedAt, expiresAt)
                : null;
    }

    private static bool TryReadTime(ClaimsPrincipal user, string claim, out DateTimeOffset time)
    {
        var valid = double.TryParse(user.FindFirstValue(claim), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= 0 && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        time = valid ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : default;
        return valid;
    }
}
