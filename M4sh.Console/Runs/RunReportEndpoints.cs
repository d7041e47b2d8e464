using M4sh.Console.Problems;
using M4sh.Console.Verdicts;
using M4sh.Contracts.Errors;

namespace M4sh.Console.Runs;

/// <summary>The reports as files, beside their pages.</summary>
public static class RunReportEndpoints
{
    public static void MapRunReports(this IEndpointRouteBuilder app)
    {
        app.MapGet("/test-runs/{id:guid}.json", (Guid id, ITestRunStore store, CancellationToken aborted) =>
            SendAsync(id, store, report => Results.Text(report.ToJson(), "application/json"), aborted));
        app.MapGet("/test-runs/{id:guid}.csv", (Guid id, ITestRunStore store, CancellationToken aborted) =>
            SendAsync(id, store, report => Results.Text(report.ToCsv(), "text/csv"), aborted));
    }

    private static async Task<IResult> SendAsync(Guid id, ITestRunStore store, Func<CallReport, IResult> send, CancellationToken aborted)
    {
        try
        {
            return await store.FindAsync(id, aborted) is { Document.Report: var json } && CallReport.Parse(json) is { } report
                ? send(report)
                : ConsoleProblems.Of(ErrorCodes.NotFound, "There is no such report, or not any more.");
        }
        catch (ProblemException exception)
        {
            return ConsoleProblems.Of(exception.Problem.Code, $"{exception.Problem.What} {exception.Problem.Advice}");
        }
    }
}
