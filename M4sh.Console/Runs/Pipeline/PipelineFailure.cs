namespace M4sh.Console.Runs.Pipeline;

/// <summary>Why a run could not go on.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Detail">For people.</param>
public sealed record PipelineFailure(string Code, string Detail);
