using System.Globalization;
using System.Security.Claims;
using M4sh.Console.Components.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Access;

internal static class LoginEndpoints
{
    private const string TokenField = "t";

    public static void MapLogin(this IEndpointRouteBuilder app)
    {
        app.MapGet(AccessPaths.Login, OpenAsync).AllowAnonymous();
        app.MapPost(AccessPaths.Login, SubmitAsync).AllowAnonymous().WithMetadata(new RequireAntiforgeryTokenAttribute());
        app.MapPost(AccessPaths.Logout, (Delegate)LogOutAsync).AllowAnonymous().WithMetadata(new RequireAntiforgeryTokenAttribute());
    }

    private static async Task<IResult> OpenAsync(HttpContext context, IOptions<LoginOptions> options)
    {
        var query = context.Request.Query;
        var back = ReturnUrl.Of(query[ReturnUrl.Parameter]);
        var state = query["state"].ToString();
        if (context.User.Identity is { IsAuthenticated: true })
        {
            return TypedResults.LocalRedirect(back);
        }

        if (options.Value.Oidc.IsOn)
        {
            return state.Length > 0 ? Page(state, back) : TypedResults.Challenge(new() { RedirectUri = back }, [OidcLogin.Scheme]);
        }

        return query.ContainsKey(TokenField) ? await TryAsync(context, query[TokenField], back) : Page(state, back);
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, IOptions<LoginOptions> options)
    {
        if (options.Value.Oidc.IsOn)
        {
            return TypedResults.NotFound();
        }

        if (!IsOurForm(context))
        {
            return Page(LoginState.PageTooOld, "/", StatusCodes.Status400BadRequest);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return await TryAsync(context, form[TokenField].ToString().Trim(), ReturnUrl.Of(form[ReturnUrl.Parameter]));
    }

    private static async Task<IResult> LogOutAsync(HttpContext context, IEndedLogins ended)
    {
        if (!IsOurForm(context))
        {
            return Page(LoginState.PageTooOld, "/", StatusCodes.Status400BadRequest);
        }

        if (LoginCookie.IdOf(context.User) is { } login)
            await ended.EndAsync(login);

        await context.SignOutAsync(LoginCookie.Scheme);
        return TypedResults.LocalRedirect($"{AccessPaths.Login}?state={LoginState.LoggedOut}");
    }

    private static async Task<IResult> TryAsync(HttpContext context, string? token, string back)
    {
        var services = context.RequestServices;
        switch (services.GetRequiredService<LoginGate>().Try(token, context.Connection.RemoteIpAddress))
        {
            case { RetryAfter: { } wait }:
                context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return Page(LoginState.TooMany, back, StatusCodes.Status429TooManyRequests);
            case { IsRight: false }:
                return Page(LoginState.WrongToken, back, StatusCodes.Status401Unauthorized);
        }

        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "token"), new(ClaimTypes.Name, "QA")], LoginCookie.Scheme);
        services.GetRequiredService<LoginCookie>().Mark(identity);
        await context.SignInAsync(LoginCookie.Scheme, new(identity));
        return TypedResults.LocalRedirect(back);
    }

    private static bool IsOurForm(HttpContext context) => context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true };

    private static RazorComponentResult<LoginPage> Page(string state, string back, int status = StatusCodes.Status200OK) =>
        new(new { State = state, Back = back }) { StatusCode = status };
}
