using System.Security.Claims;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Tokens;
using M4sh.Data;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>The rules of PROTOCOL §3 and §6 for a token, as options of the bearer handler.</summary>
internal static class TokenChecks
{
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private static readonly HashSet<string> Permissions = [.. Enum.GetValues<MediaPermission>().Select(SnakeCase.Write)];

    public static void ConfigurePlatform(JwtBearerOptions options, byte[] key, TimeProvider time)
    {
        Configure(options, PlatformTokenDefaults.Issuer, PlatformTokenDefaults.Audience, key, time);
        options.Events.OnTokenValidated = context => Require(context, HasUserId(context.Principal!));
    }

    public static void ConfigureSession(JwtBearerOptions options, byte[] key, TimeProvider time)
    {
        Configure(options, SessionTokenDefaults.Issuer, SessionTokenDefaults.Audience, key, time);
        options.Events.OnTokenValidated = CheckSessionAsync;

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

    private static async Task CheckSessionAsync(TokenValidatedContext context)
    {
        var token = SessionToken.TryRead(context.Principal!);
        await Require(context, token is not null);
        var revocations = context.HttpContext.RequestServices.GetRequiredService<TokenRevocations>();
        if (token is not null && await revocations.IsRevokedAsync(token, context.HttpContext.RequestAborted))
        {
            AuthFailure.Remember(context.HttpContext, ErrorCodes.TokenRevoked);
            context.Fail("The token has been revoked.");
        }
    }

    public static bool HasUserId(ClaimsPrincipal user) => user.FindAll(TokenClaims.UserId).ToList() is
        [{ Value.Length: >= 1 and <= TokenClaims.MaxUserIdLength }];

    public static bool HasPermissions(ClaimsPrincipal user) =>
        user.FindAll(TokenClaims.Permissions).All(claim => Permissions.Contains(claim.Value));
}
