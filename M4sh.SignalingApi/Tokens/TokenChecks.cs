using System.Security.Claims;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.Contracts.Tokens;
using M4sh.Data;
using M4sh.SignalingApi.Errors;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>The rules of PROTOCOL §3 and §6 for a token, as options of the bearer handler.</summary>
internal static class TokenChecks
{
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    // Asymmetric ones only: nothing that an issuer publishes may serve as a shared key.
    private static readonly string[] IssuerAlgorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly HashSet<string> Permissions = [.. Enum.GetValues<MediaPermission>().Select(SnakeCase.Write)];

    public static void ConfigureSharedKey(JwtBearerOptions options, AuthOptions auth, TimeProvider time)
    {
        Configure(options, PlatformToken.Audience, [SecurityAlgorithms.HmacSha256], time);
        options.TokenValidationParameters.ValidIssuer = PlatformToken.Issuer;
        options.TokenValidationParameters.IssuerSigningKeys = auth.SecurityKeys;
        options.Events.OnTokenValidated = CheckPlatformAsync;
    }

    /// <summary>The issuer's name and keys come from its discovery document, and again when a token has a key that is not among them.</summary>
    public static void ConfigureIssuer(JwtBearerOptions options, AuthOptions auth, TimeProvider time)
    {
        Configure(options, PlatformToken.Audience, IssuerAlgorithms, time);
        options.Authority = auth.Authority?.AbsoluteUri;
        options.RequireHttpsMetadata = auth.Authority?.IsLoopback != true;
        options.RefreshInterval = auth.KeyRefreshInterval;
        options.BackchannelTimeout = auth.IssuerTimeout;
        options.Events.OnTokenValidated = CheckPlatformAsync;
        options.Events.OnMessageReceived = RequireIssuerAsync;
    }

    public static void ConfigureSession(JwtBearerOptions options, IReadOnlyList<SecurityKey> keys, TimeProvider time)
    {
        Configure(options, SessionTokenDefaults.Audience, [SecurityAlgorithms.HmacSha256], time);
        options.TokenValidationParameters.ValidIssuer = SessionTokenDefaults.Issuer;
        options.TokenValidationParameters.IssuerSigningKeys = keys;
        options.Events.OnTokenValidated = CheckSessionAsync;

        options.Events.OnMessageReceived = context =>
        {
            if (context.Request.Headers.Authorization.Count == 0
                && context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<TokenInQuery>() is { } token)
                context.Token = context.Request.Query[token.Parameter];

            return Task.CompletedTask;
        };
    }

    private static void Configure(JwtBearerOptions options, string audience, IReadOnlyList<string> algorithms, TimeProvider time)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new()
        {
            ValidAudience = audience,
            ValidAlgorithms = algorithms,
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

    /// <summary>Without the issuer's keys nothing can be said of its tokens, so they are not called bad.</summary>
    private static async Task RequireIssuerAsync(MessageReceivedContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0)
            return;

        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (InvalidOperationException exception)
        {
            throw new M4shException(ErrorCodes.Unavailable, "The issuer of the token does not answer. Try again.", exception)
            {
                RetryAfter = ErrorTranslation.RetryAfter,
            };
        }
    }

    private static Task CheckPlatformAsync(TokenValidatedContext context) => Require(context, HasUserId(context.Principal!));

    private static async Task CheckSessionAsync(TokenValidatedContext context)
    {
        var token = SessionToken.TryRead(context.Principal!);
        await Require(context, token is not null);
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<TokenInQuery>() is { IsConnection: true })
            return;

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
