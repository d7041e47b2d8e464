namespace M4sh.Console.Readiness;

/// <summary>How far a step is, and how it went.</summary>
public enum ReadinessState
{
    Pending,
    Running,
    Passed,
    Warned,
    Failed,
    Skipped,
}
