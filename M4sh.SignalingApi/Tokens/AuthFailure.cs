using M4sh.Contracts.Errors;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>Why a request was not authenticated, for the body of the 401.</summary>
internal static class AuthFailure
{
    private static readonly object Key = typeof(AuthFailure);

    /// <summary>Remembers what the token's check said until the challenge.</summary>
    public static void Remember(HttpContext context, Exception exception) => context.Items[Key] = exception is SecurityTokenExpiredException;

    public static (string? Code, string Detail) Of(HttpContext context) => context.Items.TryGetValue(Key, out var expired)
        ? expired is true ? (ErrorCodes.TokenExpired, "The token has expired.") : (ErrorCodes.Unauthorized, "The token is not valid.")
        : (ErrorCodes.Unauthorized, "A bearer token is required.");
}
