namespace M4sh.Contracts.Errors;

/// <summary>The stable codes of problem details and signaling errors (PROTOCOL.md §4), each with its HTTP status.</summary>
public static class ErrorCodes
{
    /// <summary>400: a member is missing, of the wrong type, too long or out of range.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>401: no token, or a bad one.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>401: the token was good and has ended.</summary>
    public const string TokenExpired = "token_expired";

    /// <summary>401: the token was revoked.</summary>
    public const string TokenRevoked = "token_revoked";

    /// <summary>403: the caller is known and may not.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>403: the token does not hold the media permission.</summary>
    public const string PermissionDenied = "permission_denied";

    /// <summary>404: there is none, or it is not the caller's to see.</summary>
    public const string NotFound = "not_found";

    /// <summary>409: two participants hold the places.</summary>
    public const string SessionFull = "session_full";

    /// <summary>409: the other peer's offer goes first, or the answer answers no open offer.</summary>
    public const string Glare = "glare";

    /// <summary>410: the session has ended.</summary>
    public const string SessionEnded = "session_ended";

    /// <summary>413: over the size limit.</summary>
    public const string PayloadTooLarge = "payload_too_large";

    /// <summary>429: too many; <c>Retry-After</c> says when to come back.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>503: a part of the service is away; try again after <c>Retry-After</c>.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The HTTP status of a code.</summary>
    /// <param name="code">One of the codes above.</param>
    /// <returns>The status, 500 for an unknown code.</returns>
    public static int StatusOf(string code) => code switch
    {
        InvalidRequest => 400,
        Unauthorized or TokenExpired or TokenRevoked => 401,
        Forbidden or PermissionDenied => 403,
        NotFound => 404,
        SessionFull or Glare => 409,
        SessionEnded => 410,
        PayloadTooLarge => 413,
        RateLimited => 429,
        Unavailable => 503,
        _ => 500,
    };
    /// <summary>What an HTTP status means where no code came with it: something between client and service answered.</summary>
    /// <param name="status">A status that is no success.</param>
    /// <returns>The most general code of the status.</returns>
    public static string OfStatus(int status) => status switch
    {
        401 => Unauthorized,
        403 => Forbidden,
        404 => NotFound,
        409 => SessionFull,
        410 => SessionEnded,
        413 => PayloadTooLarge,
        429 => RateLimited,
        >= 500 => Unavailable,
        _ => InvalidRequest,
    };
}
