namespace M4sh.QosWorker.Reaping;

/// <summary>How many sessions a cycle ended, by reason.</summary>
public sealed record ReapResult(int Abandoned, int Expired);
