using System.Security.Claims;
using System.Security.Cryptography;
using M4sh.Contracts.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Access;

/// <summary>The cookie of a login: of the browser's session, for no script, and good as long as the way it was got is.</summary>
internal sealed class LoginCookie(IOptions<LoginOptions> options, LoginToken token, IEndedLogins ended) : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    private const string OriginClaim = "m4sh:login";
    private const string IdClaim = "m4sh:login-id";

    private string Origin => options.Value.Oidc.IsOn ? "oidc" : token.Origin;

    public void Configure(CookieAuthenticationOptions cookie) => Configure(Scheme, cookie);

    public void Configure(string? name, CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "m4sh-console";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = options.Value.Lifetime;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = AccessPaths.Login;
        cookie.ReturnUrlParameter = ReturnUrl.Parameter;
        cookie.Events.OnRedirectToLogin = ChallengeAsync;
        cookie.Events.OnValidatePrincipal = async context =>
        {
            if (context.Principal?.FindFirstValue(OriginClaim) != Origin || IdOf(context.Principal) is not { } login || await ended.IsEndedAsync(login))
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(Scheme);
            }
        };
    }

    /// <summary>Marks who has just logged in.</summary>
    public void Mark(ClaimsIdentity identity) =>
        identity.AddClaims([new(OriginClaim, Origin), new(IdClaim, RandomNumberGenerator.GetHexString(32, lowercase: true))]);

    /// <returns>Null: nobody, or somebody who needed no login.</returns>
    public static string? IdOf(ClaimsPrincipal user) => user.FindFirstValue(IdClaim);

    private static Task ChallengeAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (!AccessPaths.IsForPrograms(context.Request.Path))
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        return TypedResults.Problem(
            statusCode: StatusCodes.Status401Unauthorized, title: "Not logged in", detail: "Log in to the console first.",
            extensions: new Dictionary<string, object?> { ["code"] = ErrorCodes.Unauthorized }).ExecuteAsync(context.HttpContext);
    }
}
