namespace M4sh.Client;

/// <summary>A REST call that failed: the server's problem details (RFC 9457), or no usable answer at all.</summary>
public sealed class M4shApiException : Exception
{
    internal M4shApiException(string code, int status, string? detail, Exception? inner = null)
        : base(detail is null ? code : $"{code}: {detail}", inner)
    {
        Code = code;
        Status = status;
        Detail = detail;
    }

    /// <summary>One of <see cref="Contracts.Errors.ErrorCodes"/>; <c>unavailable</c> where the server did not answer.</summary>
    public string Code { get; }

    /// <summary>The HTTP status, 0 where the server did not answer.</summary>
    public int Status { get; }

    /// <summary>What went wrong this time, for people; may be null.</summary>
    public string? Detail { get; }

    /// <summary>With <c>invalid_request</c>: what is wrong, by member. Else empty.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; internal init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>With <c>rate_limited</c> and <c>unavailable</c>: how long to wait, where the server said so.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}
