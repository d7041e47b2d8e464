using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;

namespace M4sh.Console.Runs.Pipeline;

/// <summary>Test calls without a page.</summary>
public static class PipelineEndpoints
{
    private const string Root = "/api/test-runs";
    private const int MaxBody = 16 * 1024;

    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new SnakeCaseEnumConverter<BatchState>() },
    };

    public static void MapPipeline(this IEndpointRouteBuilder app)
    {
        // Its own key, and not the pages' sign-in, says who may.
        var runs = app.MapGroup(Root).AllowAnonymous().DisableAntiforgery().AddEndpointFilter<MachineAccess>();
        runs.MapPost("/", StartAsync);
        runs.MapGet("/{id:guid}", (Guid id, PipelineRuns all) => all.Find(id) is { } run ? Answer(run) : Unknown());
        runs.MapDelete("/{id:guid}", CancelAsync);
        runs.Map("/{**rest}", Unknown);
    }

    private static async Task<IResult> StartAsync(HttpContext http, PipelineRuns all, IHeadlessBrowsers browsers)
    {
        if (await ReadAsync(http.Request) is not { } body)
        {
            return ConsoleProblems.Of(ErrorCodes.PayloadTooLarge, $"A body holds at most {MaxBody} bytes.");
        }

        var reader = new TestRunReader();
        if (reader.Read(body) is not { } plan)
        {
            var (member, texts) = reader.Errors.First();
            return ConsoleProblems.Of(StatusCodes.Status400BadRequest, ErrorCodes.InvalidRequest, $"{member} {texts[0]}.", reader.Errors);
        }

        if (!browsers.IsThere)
        {
            var problem = PipelineProblems.NoBrowser;
            return ConsoleProblems.Of(StatusCodes.Status503ServiceUnavailable, problem.Code, $"{problem.What} {problem.Advice}");
        }

        if (all.Add(plan) is not { } run)
        {
            http.Response.Headers.RetryAfter = BusyFor.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return ConsoleProblems.Of(StatusCodes.Status503ServiceUnavailable, PipelineProblems.BusyCode, "Too many runs are waiting already.");
        }

        http.Response.Headers.Location = $"{Root}/{run.Id}";
        return Answer(run, StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> CancelAsync(Guid id, PipelineRuns all)
    {
        if (all.Find(id) is not { } run)
        {
            return Unknown();
        }

        await run.CancelAsync();
        return Answer(run, run.IsOver ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    /// <returns>Null: it is too long.</returns>
    private static async Task<byte[]?> ReadAsync(HttpRequest request)
    {
        var body = new byte[MaxBody + 1];
        var length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return length > MaxBody ? null : body[..length];
    }

    private static IResult Answer(PipelineRun run, int status = StatusCodes.Status200OK) =>
        Results.Json(PipelineAnswer.Of(run), Json, statusCode: status);

    private static IResult Unknown() => ConsoleProblems.Of(ErrorCodes.NotFound, "There is no such run, or not any more: its calls are in the history.");
}
