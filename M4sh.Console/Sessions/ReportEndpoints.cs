using System.Text.Json;
using M4sh.Client;
using M4sh.Console.Access;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace M4sh.Console.Sessions;

/// <summary>The report of a call as a link: the browser has no token for the API, so the console reads it.</summary>
public static class ReportEndpoints
{
    public static string Address(Guid sessionId, string format) => $"/sessions/{sessionId}/report?format={format}";

    public static void MapReports(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/sessions/{id:guid}/report", ReadAsync);

    internal static async Task<Results<ContentHttpResult, StatusCodeHttpResult, NotFound>> ReadAsync(
        Guid id, PlatformClients clients, HttpResponse response, CancellationToken cancellationToken, string format = "html")
    {
        var api = clients.For(PlatformUser.Console);
        response.Headers.CacheControl = "no-store";
        try
        {
            return format switch
            {
                "html" => TypedResults.Content(await api.GetReportPageAsync(id, cancellationToken), "text/html; charset=utf-8"),
                "csv" => Download(await api.GetReportCsvAsync(id, cancellationToken), "text/csv; charset=utf-8"),
                "json" => Download(JsonSerializer.Serialize(await api.GetReportAsync(id, cancellationToken), M4shJson.Options), "application/json"),
                _ => TypedResults.NotFound(),
            };
        }
        catch (M4shApiException exception) when (exception.Code == ErrorCodes.NotFound)
        {
            return TypedResults.NotFound();
        }
        catch (M4shApiException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        ContentHttpResult Download(string text, string type)
        {
            response.Headers.ContentDisposition = $"attachment; filename=call-{id}.{format}";
            return TypedResults.Content(text, type);
        }
    }
}
