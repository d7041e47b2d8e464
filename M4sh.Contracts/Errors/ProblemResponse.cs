using System.Text.Json.Serialization;

namespace M4sh.Contracts.Errors;

/// <summary>RFC 9457 problem details with M4sh's <c>code</c>: the body of every failure over HTTP.</summary>
public sealed record ProblemResponse
{
    /// <summary>A short text for the kind of failure.</summary>
    public string? Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>What went wrong this time.</summary>
    public string? Detail { get; init; }

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public string? Code { get; init; }

    /// <summary>With <c>invalid_request</c>: what is wrong, by member.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }
}
