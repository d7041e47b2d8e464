using System.Security.Claims;
using System.Text.Json;
using M4sh.Contracts.Qos;
using M4sh.SignalingApi.Http;
using M4sh.SignalingApi.RateLimits;
using M4sh.SignalingApi.Sessions;
using M4sh.SignalingApi.Tokens;
using Microsoft.AspNetCore.Http.HttpResults;

namespace M4sh.SignalingApi.Qos;

internal static class QosEndpoints
{
    public static void MapQosEndpoints(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/").WithTags("Quality");
        group.MapPost("/sessions/{id:guid}/quality/", StoreAsync).WithMetadata(new CountedApartAttribute());
        group.MapGet("/sessions/{id:guid}/quality/", ReportAsync);
        group.MapGet("/quality/", OverviewAsync).RequireAuthorization(PlatformTokenDefaults.AdminPolicy);
    }

    private static async Task<Created<QualityAssessment>> StoreAsync(
        Guid id, RequestBody<JsonElement> body, ClaimsPrincipal user, SessionService sessions, QosIngest ingest, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(user);
        await sessions.GetAsync(id, caller, cancellationToken);
        var batched = body.Value.ValueKind == JsonValueKind.Object && body.Value.TryGetProperty("samples", out _);
        IReadOnlyList<QosSample> samples = batched
            ? RequestBody.Read<QosBatch>(body.Value).Samples
            : [RequestBody.Read<QosSample>(body.Value)];
        return TypedResults.Created((string?)null, await ingest.StoreAsync(id, caller.UserId, samples, batched, cancellationToken));
    }

    private static async Task<Ok<QualityReport>> ReportAsync(
        Guid id, ClaimsPrincipal user, SessionService sessions, QualityReports reports, CancellationToken cancellationToken,
        string? from = null, string? to = null, string? bucket = null)
    {
        var window = QualityWindow.Parse(from, to, bucket);
        var session = await sessions.GetAsync(id, Caller.Of(user), cancellationToken);
        return TypedResults.Ok(await reports.OfSessionAsync(session, window, cancellationToken));
    }

    private static async Task<Ok<QualityOverview>> OverviewAsync(
        QualityReports reports, CancellationToken cancellationToken,
        string? from = null, string? to = null, string? bucket = null, string? group_by = null, string? worst = null)
    {
        var (window, grouping) = (QualityWindow.Parse(from, to, bucket), QualityWindow.ParseGrouping(group_by));
        return TypedResults.Ok(await reports.OfAllAsync(window, grouping, QualityWindow.ParseWorst(worst), cancellationToken));
    }
}
