using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace M4sh.Console.Runs;

/// <summary>Failures over HTTP in the contract's shape (PROTOCOL.md §1).</summary>
internal static class ConsoleProblems
{
    private const string ContentType = "application/problem+json";

    /// <param name="code">One of <see cref="ErrorCodes"/>, which says the status.</param>
    /// <param name="detail">What went wrong this time.</param>
    public static IResult Of(string code, string detail) => Of(ErrorCodes.StatusOf(code), code, detail);

    public static IResult Of(int status, string code, string detail, IReadOnlyDictionary<string, IReadOnlyList<string>>? errors = null) => Results.Json(
        new ProblemResponse { Title = ReasonPhrases.GetReasonPhrase(status), Status = status, Detail = detail, Code = code, Errors = errors },
        M4shJson.Options,
        ContentType,
        status);
}
