using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;

namespace M4sh.SignalingApi.Tokens;

/// <summary>Which scheme checks a platform token: each algorithm belongs to one of them, so that neither's key can be taken for the other's.</summary>
internal static class PlatformScheme
{
    private const string Bearer = "Bearer ";
    private static readonly JsonWebTokenHandler Handler = new();

    public static string Choose(HttpContext context)
    {
        var auth = context.RequestServices.GetRequiredService<IOptions<AuthOptions>>().Value;
        if (auth.Authority is null)
            return PlatformTokenDefaults.SharedKeyScheme;

        return auth.SharedKeys.Count > 0 && IsSignedWithSharedKey(context.Request.Headers[HeaderNames.Authorization].ToString())
            ? PlatformTokenDefaults.SharedKeyScheme
            : PlatformTokenDefaults.IssuerScheme;
    }

    private static bool IsSignedWithSharedKey(string header)
    {
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : "";
        if (!Handler.CanReadToken(token))
            return false;

        try
        {
            return new JsonWebToken(token).Alg == SecurityAlgorithms.HmacSha256;
        }
        catch (ArgumentException)
        {
            // Three parts, but no token: whichever scheme looks at it says so.
            return false;
        }
    }
}
