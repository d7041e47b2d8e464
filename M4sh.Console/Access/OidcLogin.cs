using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace M4sh.Console.Access;

/// <summary>Logins of an OpenID Connect provider: code flow with PKCE; no token of the provider is kept.</summary>
internal sealed partial class OidcLogin(IOptions<LoginOptions> options, LoginCookie login, ILogger<OidcLogin> logger) : IConfigureNamedOptions<OpenIdConnectOptions>
{
    public const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;

    public void Configure(OpenIdConnectOptions oidc) => Configure(Scheme, oidc);

    public void Configure(string? name, OpenIdConnectOptions oidc)
    {
        var provider = options.Value.Oidc;
        oidc.SignInScheme = LoginCookie.Scheme;
        oidc.Authority = provider.Authority;
        oidc.ClientId = provider.ClientId;
        oidc.ClientSecret = provider.ClientSecret;
        oidc.RequireHttpsMetadata = provider.IsSecure;
        oidc.CallbackPath = AccessPaths.OidcCallback;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.SaveTokens = false;
        oidc.MapInboundClaims = false;
        oidc.TokenValidationParameters.NameClaimType = "name";
        oidc.Scope.Clear();
        foreach (var scope in provider.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            oidc.Scope.Add(scope);
        }

        // The answer comes by GET, which Lax cookies go with, also over http on this machine.
        foreach (var cookie in (CookieBuilder[])[oidc.NonceCookie, oidc.CorrelationCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        oidc.Events.OnTokenValidated = context =>
        {
            login.Mark((ClaimsIdentity)context.Principal!.Identity!);
            return Task.CompletedTask;
        };
        oidc.Events.OnRemoteFailure = context =>
        {
            Log.Refused(logger, context.Failure);
            context.HandleResponse();
            context.Response.Redirect($"{AccessPaths.Login}?state={LoginState.ProviderRefused}");
            return Task.CompletedTask;
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A login through the provider failed.")]
        public static partial void Refused(ILogger logger, Exception? failure);
    }
}
