namespace M4sh.QosWorker.Issues;

/// <summary>How many sessions a cycle searched, and how many issues it found that were not there before.</summary>
public sealed record IssueResult(int Sessions, int Issues);
