using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace M4sh.Console.Readiness;

/// <summary>
/// The worker that joins from the browser. The console's pages may talk to the console alone; the worker has a policy of its own, which lets it talk to the
/// one API whose address the console itself has put, unforgeably, into the script's.
/// </summary>
public sealed class ReachScript(IDataProtectionProvider protection)
{
    public const string Path = "/readiness/reach.mjs";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("m4sh-console-reach").ToTimeLimitedDataProtector();

    /// <param name="address">Of the hub or the socket; no more of it than scheme, host and port is kept.</param>
    public string AddressFor(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var http = Http(address);
        var origins = $"{http} {(http.StartsWith(Uri.UriSchemeHttps, StringComparison.Ordinal) ? "wss" : "ws")}{http[http.IndexOf(':', StringComparison.Ordinal)..]}";
        return $"{Path}?to={Uri.EscapeDataString(_protector.Protect(origins, Life))}";
    }

    /// <returns>The policy of a worker at that address; null where the console did not make the address, or too long ago.</returns>
    public string? PolicyOf(string to)
    {
        try
        {
            return $"default-src 'none'; connect-src {_protector.Unprotect(to)}";
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The origin for plain HTTP.</summary>
    public static string Http(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var isSecure = address.Scheme == Uri.UriSchemeWss || address.Scheme == Uri.UriSchemeHttps;
        return $"{(isSecure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)}://{address.Authority}";
    }
}
