namespace M4sh.Console.Runs.Pipeline;

/// <summary>A call of a pipeline's run; the numbers are those of its worse side, null where not measured.</summary>
public sealed record PipelineResult
{
    public required Guid Id { get; init; }

    /// <summary>Its page; with <c>.json</c> or <c>.csv</c> behind it the report itself.</summary>
    public required string Report { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required bool Passed { get; init; }

    /// <summary>The code of what ended it before its time.</summary>
    public string? Problem { get; init; }

    public Guid? SessionId { get; init; }

    public double? SetupSeconds { get; init; }

    public double? RttP95Ms { get; init; }

    public double? PacketLossPct { get; init; }

    public double? JitterP95Ms { get; init; }

    public double? MosMedian { get; init; }

    public static PipelineResult Of(TestRun run) => new()
    {
        Id = run.Id,
        Report = $"/test-runs/{run.Id}",
        StartedAt = run.StartedAt,
        Passed = run.Passed,
        Problem = run.Problem,
        SessionId = run.SessionId,
        SetupSeconds = run.SetupSeconds,
        RttP95Ms = run.RttP95Ms,
        PacketLossPct = run.LossPct,
        JitterP95Ms = run.JitterP95Ms,
        MosMedian = run.MosMedian,
    };
}
