using M4sh.Console.Components.Calls;

namespace M4sh.Console.Runs.Pipeline;

/// <summary>How a pipeline's run stands.</summary>
public sealed record PipelineAnswer
{
    public required Guid Id { get; init; }

    /// <summary><c>queued</c>, <c>starting</c>, <c>running</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
    public required BatchState State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string Plan { get; init; }

    public string? Note { get; init; }

    /// <summary>How many calls were asked for.</summary>
    public required int Count { get; init; }

    /// <summary>How many of them are over.</summary>
    public required int Done { get; init; }

    /// <summary>Whether all passed; null until the run is completed.</summary>
    public bool? Passed { get; init; }

    /// <summary>Why the run failed; a call that fails is among the results.</summary>
    public PipelineFailure? Problem { get; init; }

    public required IReadOnlyList<PipelineResult> Results { get; init; }

    /// <summary>The page that lists its calls.</summary>
    public required string History { get; init; }

    public static PipelineAnswer Of(PipelineRun run)
    {
        var done = run.Batch?.Done ?? [];
        return new()
        {
            Id = run.Id,
            State = run.State,
            CreatedAt = run.CreatedAt,
            Plan = PlanText.Of(run.Plan.Call),
            Note = run.Plan.Note,
            Count = run.Plan.Count,
            Done = done.Count,
            Passed = run.Passed,
            Problem = run.Problem is { } problem ? new(problem.Code, $"{problem.What} {problem.Advice}") : null,
            Results = [.. done.Select(PipelineResult.Of)],
            History = $"/test-runs?batch={run.Id}",
        };
    }
}
