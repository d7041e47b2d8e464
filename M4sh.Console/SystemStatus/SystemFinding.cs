namespace M4sh.Console.SystemStatus;

/// <summary>What is wrong, for people.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Advice">What it means for calls, and what to do.</param>
public sealed record SystemFinding(FindingLevel Level, string What, string Advice);
