namespace M4sh.QosWorker.Pruning;

/// <summary>How much was deleted.</summary>
public sealed record PruneResult(int Partitions, long Samples, int Minutes, int Sessions)
{
    /// <summary>Another worker is at it.</summary>
    public static PruneResult None { get; } = new(0, 0, 0, 0);
}
