using System.Security.Claims;
using M4sh.Contracts.Json;
using M4sh.Contracts.Tokens;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>The rules of PROTOCOL §3 and §6 for a token, as options of the bearer handler.</summary>
internal static class TokenChecks
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private static readonly HashSet<string> Permissions = [.. Enum.GetValues<MediaPermission>().Select(SnakeCase.Write)];

    public static void ConfigurePlatform(JwtBearerOptions options, byte[] key, TimeProvider time)
    {
        Configure(options, PlatformTokenDefaults.Issuer, PlatformTokenDefaults.Audience, key, time);
        options.Events.OnTokenValidated = context => Require(context, HasUserId(context.Principal!));
    }

    public static void ConfigureSession(JwtBearerOptions options, byte[] key, TimeProvider time)
    {
        Configure(options, SessionTokenDefaults.Issuer, SessionTokenDefaults.Audience, key, time);
        options.Events.OnTokenValidated = context => Require(context, HasUserId(context.Principal!) && HasSession(context.Principal!));

        // A browser cannot set headers on a WebSocket.
        options.Events.OnMessageReceived = context =>
        {
            if (context.Request.Headers.Authorization.Count == 0
                && context.Request.Path.StartsWithSegments("/hubs/signaling", StringComparison.OrdinalIgnoreCase))
                context.Token = context.Request.Query["access_token"];

            return Task.CompletedTask;
        };
    }

    private static void Configure(JwtBearerOptions options, string issuer, string audience, byte[] key, TimeProvider time)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new()
        {
            ValidIssuer = issuer,
            ValidAudience = audience,
            IssuerSigningKey = new SymmetricSecurityKey(key),
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            NameClaimType = TokenClaims.UserId,
            RoleClaimType = TokenClaims.Role,
            LifetimeValidator = (notBefore, expires, _, _) => CheckLifetime(notBefore, expires, time.GetUtcNow().UtcDateTime),
        };
        options.Events = new()
        {
            OnAuthenticationFailed = context =>
            {
                AuthFailure.Remember(context.HttpContext, context.Exception);
                return Task.CompletedTask;
            },
        };
    }

    private static bool CheckLifetime(DateTime? notBefore, DateTime? expires, DateTime now)
    {
        if (expires <= now - ClockSkew)
            throw new SecurityTokenExpiredException("The token has expired.") { Expires = expires.Value };

        return expires is not null && (notBefore is null || notBefore <= now + ClockSkew);
    }

    private static Task Require(TokenValidatedContext context, bool valid)
    {
        if (!valid)
        {
            var failure = new SecurityTokenValidationException("A claim is missing or malformed.");
            AuthFailure.Remember(context.HttpContext, failure);
            context.Fail(failure);
        }

        return Task.CompletedTask;
    }

    private static bool HasUserId(ClaimsPrincipal user) => user.FindAll(TokenClaims.UserId).ToList() is
        [{ Value.Length: >= 1 and <= TokenClaims.MaxUserIdLength }];

    private static bool HasSession(ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(TokenClaims.SessionId), out _)
        && user.FindAll(TokenClaims.Permissions).All(claim => Permissions.Contains(claim.Value));
}
