using System.Globalization;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace M4sh.SignalingApi.Errors;

/// <summary>Writes failures as RFC 9457 problem details.</summary>
internal static class Problems
{
    private const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext context, M4shException exception)
    {
        if (exception.RetryAfter is { } retryAfter)
            context.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);

        return WriteAsync(context, ErrorCodes.StatusOf(exception.Code), exception.Code, exception.Message, exception.Errors);
    }

    public static Task WriteAsync(
        HttpContext context, int status, string? code, string detail, IReadOnlyDictionary<string, IReadOnlyList<string>>? errors = null)
    {
        context.Response.StatusCode = status;
        var problem = new ProblemResponse
        {
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail,
            Code = code,
            Errors = errors,
        };
        return context.Response.WriteAsJsonAsync(problem, M4shJson.Options, ContentType, context.RequestAborted);
    }
}
