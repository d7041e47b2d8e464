namespace M4sh.Console.SystemStatus;

/// <summary>Reads the whole system: every replica and every store at once, none of which is waited for long.</summary>
public sealed class SystemReader(ReplicaList list, ReplicaProbe probe, IEnumerable<IStoreProbe> stores, TimeProvider time)
{
    /// <param name="previous">Rates are since then, where that is not long ago.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SystemSnapshot> ReadAsync(SystemSnapshot? previous, CancellationToken cancellationToken)
    {
        var known = previous?.Replicas ?? [];
        var before = previous?.IsFresh(time) == true ? known : [];
        var stored = Task.WhenAll(stores.Select(store => store.ReadAsync(cancellationToken)));
        var (targets, cause) = await list.ReadAsync([.. known.Select(replica => replica.Target)], cancellationToken);
        var replicas = await Task.WhenAll(targets.Select(target => probe.ReadAsync(target, cancellationToken)));
        return new()
        {
            At = time.GetUtcNow(),
            Replicas = [.. replicas.Select(replica => WithRates(replica, before.FirstOrDefault(each => each.Target == replica.Target)))],
            ListCause = cause,
            Stores = await stored,
        };
    }

    // At a common address now one replica answers, now another: the difference of their counters is no rate.
    private ReplicaStatus WithRates(ReplicaStatus replica, ReplicaStatus? before) =>
        replica is { Target.Replica: not null, Numbers: { } now } && before?.Numbers is { } then
            ? replica with { Rates = ReplicaRates.Between(then, now, time) ?? before.Rates }
            : replica;
}
