namespace M4sh.QosWorker.Reaping;

/// <summary>
/// Which nodes live, judged by this worker's own watch: one is dead when its beats have stood still for the grace period while they were watched
/// without a gap. So neither a clock that is off nor a Postgres that was away, for the nodes as for the worker, makes a living node look dead.
/// </summary>
internal sealed class NodeWatch(TimeSpan grace, TimeProvider time)
{
    private Dictionary<string, (long Beats, long Since)> _seen = [];
    private long _lastLook = time.GetTimestamp();

    // Nodes beat several times in it.
    private TimeSpan MaxGap => grace / 2;

    /// <param name="beats">Every node's beats, as Postgres has them.</param>
    /// <returns>The nodes that are not dead.</returns>
    public IReadOnlyList<string> Alive(IReadOnlyDictionary<string, long> beats)
    {
        var now = time.GetTimestamp();
        var gap = time.GetElapsedTime(_lastLook, now) > MaxGap;
        _seen = beats.ToDictionary(
            node => node.Key,
            node => !gap && _seen.TryGetValue(node.Key, out var seen) && seen.Beats == node.Value ? seen : (node.Value, now));
        _lastLook = now;
        return [.. _seen.Where(node => time.GetElapsedTime(node.Value.Since, now) < grace).Select(node => node.Key)];
    }
}
