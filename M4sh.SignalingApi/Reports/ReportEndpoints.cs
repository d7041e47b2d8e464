using System.Net.Mime;
using System.Security.Claims;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos.Report;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Sessions;

namespace M4sh.SignalingApi.Reports;

internal static class ReportEndpoints
{
    public static void MapReportEndpoints(this IEndpointRouteBuilder api) => api.MapGet("/sessions/{id:guid}/report/", ReportAsync)
        .WithTags("Quality")
        .WithSummary("The call's report: both peers, timeline, path, percentiles, MOS, issues found.")
        .WithDescription("`format` is `json` (the default), `html`, a page that prints, or `csv`.")
        .Produces<CallReport>(StatusCodes.Status200OK, MediaTypeNames.Application.Json, MediaTypeNames.Text.Html, MediaTypeNames.Text.Csv);

    private static async Task<IResult> ReportAsync(
        Guid id, HttpResponse response, ClaimsPrincipal user, SessionService sessions, CallReports reports, CancellationToken cancellationToken, string? format = null)
    {
        var wanted = Parse(format);
        var session = await sessions.GetAsync(id, Caller.Of(user), cancellationToken);
        var report = await reports.OfAsync(session, cancellationToken);

        // Names and paths of users: for whoever asked, and nobody on the way.
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        switch (wanted)
        {
            case ReportFormat.Html:
                response.Headers.ContentSecurityPolicy = $"{ReportPage.Policy}; frame-ancestors 'none'";
                response.Headers["Referrer-Policy"] = "no-referrer";
                return TypedResults.Text(ReportPage.Write(report), "text/html; charset=utf-8");
            case ReportFormat.Csv:
                response.Headers.ContentDisposition = $"attachment; filename=\"call-{id}.csv\"";
                return TypedResults.Text(ReportCsv.Write(report), "text/csv; charset=utf-8; header=present");
            default:
                return TypedResults.Ok(report);
        }
    }

    private static ReportFormat Parse(string? format)
    {
        var (wanted, errors) = (ReportFormat.Json, new RequestErrors());
        errors.Check(format is null || SnakeCase.TryRead(format, out wanted), "format", "must be json, html or csv");
        errors.ThrowIfAny();
        return wanted;
    }
}
