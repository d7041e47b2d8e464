using System.Globalization;
using System.Security.Claims;
using M4sh.Contracts.Json;
using M4sh.Contracts.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>What a checked token says. Each is only asked where its scheme has been required.</summary>
public static class ClaimsPrincipalExtensions
{
    extension(ClaimsPrincipal user)
    {
        public string UserId() => user.FindFirstValue(TokenClaims.UserId) ?? throw new InvalidOperationException("The caller is not authenticated.");

        /// <summary>The session of a session token.</summary>
        public Guid SessionId() =>
            Guid.Parse(user.FindFirstValue(TokenClaims.SessionId) ?? throw new InvalidOperationException("Not a session token."));

        /// <summary>What a session token lets its user send.</summary>
        public IReadOnlyList<MediaPermission> Permissions() =>
            [.. user.FindAll(TokenClaims.Permissions).Select(claim => SnakeCase.Read<MediaPermission>(claim.Value))];

        /// <summary>When the token ends.</summary>
        public DateTimeOffset ExpiresAt() => DateTimeOffset.FromUnixTimeSeconds(long.Parse(
            user.FindFirstValue(TokenClaims.ExpiresAt) ?? throw new InvalidOperationException("The token has no end."), CultureInfo.InvariantCulture));

        public bool IsAdmin() => user.HasClaim(TokenClaims.Role, TokenClaims.Admin);

        /// <summary>The name in a platform token, cut to what a participant's may have.</summary>
        public string? DisplayName() => user.FindFirstValue(TokenClaims.Name) switch
        {
            null or "" => null,
            { Length: > TokenClaims.MaxNameLength } name => name[..TokenClaims.MaxNameLength],
            var name => name,
        };
    }
}
