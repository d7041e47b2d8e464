namespace M4sh.SignalingApi.Errors;

/// <summary>A failure that the caller is told, over REST and signaling alike. The detail is for people and holds nothing private.</summary>
public sealed class M4shException(string code, string detail, Exception? cause = null) : Exception(detail, cause)
{
    /// <summary>One of <see cref="Contracts.Errors.ErrorCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>What is wrong with the request, by member.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
