namespace M4sh.QosWorker.Pruning;

/// <summary>How much was deleted: days, the samples in them, and single rows of what has no days.</summary>
public sealed record PruneResult(int Partitions, long Samples, long Rollups, int Sessions)
{
    /// <summary>Another worker is at it.</summary>
    public static PruneResult None { get; } = new(0, 0, 0, 0);
}
