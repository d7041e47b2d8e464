namespace Aspire.Hosting.Running;

/// <param name="StopSignal">What asks the program to end: INT or TERM.</param>
/// <param name="Environment">What is added to this process's environment; null removes a name.</param>
internal sealed record ProcessSpec(
    string FileName,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    string StopSignal = "TERM",
    string? User = null,
    IReadOnlyDictionary<string, string?>? Environment = null);
