namespace M4sh.Console.Runs;

/// <summary>A part of the list, newest first.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="HasNewer">There are some before.</param>
/// <param name="HasOlder">There are some after.</param>
public sealed record TestRunPage(IReadOnlyList<TestRun> Items, bool HasNewer, bool HasOlder);
