using System.Net;
using System.Security.Cryptography;
using System.Text;
using M4sh.Contracts.Errors;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace M4sh.Console.Runs.Pipeline;

/// <summary>Who may start test calls without a page: whoever has the key; without one, in Development, whoever is on this machine.</summary>
public sealed class MachineAccess(IOptions<TestRunOptions> options, IHostEnvironment environment) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Refuse(context.HttpContext) is { } refusal ? refusal : await next(context);

    private IResult? Refuse(HttpContext http)
    {
        if (options.Value.ApiKey is { Length: > 0 } key)
        {
            if (IsKey(http.Request.Headers.Authorization.ToString(), key))
            {
                return null;
            }

            http.Response.Headers.WWWAuthenticate = "Bearer";
            return ConsoleProblems.Of(ErrorCodes.Unauthorized, "Authorization: Bearer with the console's TestRuns:ApiKey is needed.");
        }

        if (!environment.IsDevelopment() || !IsLocal(http))
        {
            return ConsoleProblems.Of(ErrorCodes.Unauthorized, "Set TestRuns:ApiKey of the console, and send it as Authorization: Bearer.");
        }

        // Without a key, nothing but this tells a program of this machine from a page of elsewhere in its browser.
        return http.Request.Headers.ContainsKey(HeaderNames.Origin) || http.Request.Headers.ContainsKey("Sec-Fetch-Site")
            ? ConsoleProblems.Of(ErrorCodes.Forbidden, "Web pages may not call this without the console's TestRuns:ApiKey.")
            : null;
    }

    private static bool IsKey(string authorization, string key) =>
        authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim())), SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    // The name that was asked for as well: it may be one of elsewhere that was made to lead here.
    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && (http.Request.Host.Host == "localhost" || (IPAddress.TryParse(http.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)));
}
