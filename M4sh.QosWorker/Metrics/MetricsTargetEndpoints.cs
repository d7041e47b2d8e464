using M4sh.Data;
using M4sh.Data.Metrics;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Startup;

namespace M4sh.QosWorker.Metrics;

internal static class MetricsTargetEndpoints
{
    /// <summary>Maps <c>/metrics/targets</c>: where Prometheus finds each replica of the API and of the worker.</summary>
    public static void MapMetricsTargets(this IEndpointRouteBuilder app) => app.MapGet("/metrics/targets", ListAsync)
        .AllowAnonymous().DisableHttpMetrics();

    private static async Task<IResult> ListAsync(M4shDbContext db, StartupState startup, CancellationToken cancellationToken)
    {
        // Prometheus goes on with the list it has.
        if (!startup.Ready.IsCompleted)
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);

        try
        {
            return TypedResults.Json((await MetricsTargets.ListAsync(db, cancellationToken)).Select(MetricsTargetGroup.Of));
        }
        catch (Exception exception) when (exception.IsPostgresAway)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
