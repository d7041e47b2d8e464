using M4sh.Contracts.Errors;
using Microsoft.IdentityModel.Tokens;

namespace M4sh.SignalingApi.Tokens;

/// <summary>Why a request was not authenticated, for the body of the 401.</summary>
internal static class AuthFailure
{
    private static readonly object Key = typeof(AuthFailure);

    /// <summary>Remembers what the token's check said until the challenge.</summary>
    public static void Remember(HttpContext context, Exception exception) =>
        Remember(context, exception is SecurityTokenExpiredException ? ErrorCodes.TokenExpired : ErrorCodes.Unauthorized);

    public static void Remember(HttpContext context, string code) => context.Items[Key] = code;

    public static (string? Code, string Detail) Of(HttpContext context) => context.Items[Key] switch
    {
        ErrorCodes.TokenExpired => (ErrorCodes.TokenExpired, "The token has expired."),
        ErrorCodes.TokenRevoked => (ErrorCodes.TokenRevoked, "The token has been revoked."),
        ErrorCodes.Unauthorized => (ErrorCodes.Unauthorized, "The token is not valid."),
        _ => (ErrorCodes.Unauthorized, "A bearer token is required."),
    };
}
