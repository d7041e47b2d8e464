namespace M4sh.QosWorker.Rollup;

/// <summary>How many samples a cycle rolled up, in how many transactions.</summary>
public sealed record RollupResult(long Samples, int Batches);
