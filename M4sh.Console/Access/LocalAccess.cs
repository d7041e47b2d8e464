using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Access;

/// <summary>In Development, whoever sits at the machine itself needs no login.</summary>
internal sealed class LocalAccess(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "local";

    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    // A proxy on this machine would make anybody local.
    private static readonly string[] ProxyHeaders = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Real-IP"];

    private static readonly ClaimsPrincipal Developer =
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "local"), new(ClaimTypes.Name, "Developer")], SchemeName));

    public static bool Opens(HttpContext context) =>
        context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment()
        && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && Hosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase)
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey)
        && IsOfThisSite(context.Request);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(Opens(Context) ? AuthenticateResult.Success(new(Developer, SchemeName)) : AuthenticateResult.NoResult());

    // Other sites' pages run at this machine too, and can open sockets and post forms to it.
    private static bool IsOfThisSite(HttpRequest request) =>
        request.Headers.Origin.All(origin => string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
}
