using System.Globalization;
using M4sh.Console.Overview;

namespace M4sh.Console.SystemStatus;

/// <summary>What is wrong with what the services stand on: is it the store itself, or one service's way to it?</summary>
internal static class DependencyJudge
{
    private static readonly Dictionary<string, (string Store, string Advice)> Stores = new(StringComparer.Ordinal)
    {
        [ReplicaCheck.Postgres] = (
            StoreStatus.Postgres,
            "Calls that go on stay connected, but nobody can begin or join one, and samples are refused. Check that it runs, that its disk is not full, and ConnectionStrings:m4shdb."),
        [ReplicaCheck.Redis] = (
            StoreStatus.Redis,
            "Media of calls goes on; signaling waits for it: nobody can join, and a peer that reconnects has to wait. Check that it runs, its memory, and ConnectionStrings:redis."),
    };

    private static readonly HashSet<string> Known = [ReplicaCheck.Postgres, ReplicaCheck.Redis, ReplicaCheck.Turn, ReplicaCheck.Self];

    public static IEnumerable<SystemFinding> Judge(SystemSnapshot system)
    {
        foreach (var (check, (store, advice)) in Stores)
        {
            foreach (var finding in OfStore(system, check, store, advice))
                yield return finding;
        }

        foreach (var replica in system.Replicas)
        {
            foreach (var check in replica.Checks.Where(check => check.Status != ServiceHealth.Healthy && !Known.Contains(check.Name)))
                yield return OfOther(replica, check);
        }
    }

    private static IEnumerable<SystemFinding> OfStore(SystemSnapshot system, string check, string store, string advice)
    {
        var asked = system.Replicas.Where(replica => replica.Check(check) is not null).ToList();
        var without = asked.Where(replica => replica.Check(check)!.Status != ServiceHealth.Healthy).ToList();
        var own = system.Stores.FirstOrDefault(each => each.Name == store);
        if (own is { Cause: { } cause })
        {
            yield return without.Count == asked.Count
                ? new(FindingLevel.Failure, $"{store} does not answer: {cause}.", advice)
                : new(FindingLevel.Warning, $"{store} does not answer the console, but others: {cause}.", $"Look at the console's network and at its connection string of {store}.");
        }
        else if (without.Count > 0 && own is null && without.Count == asked.Count)
        {
            yield return new(FindingLevel.Failure, $"{store} does not answer.", advice);
        }
        else if (without.Count > 0)
        {
            yield return new(FindingLevel.Failure, $"{Names(without)} cannot reach {store}, which answers the console.",
                $"It is the way there, or its connection string of {store}; or it has just come back. Look at the log and the network of {(without.Count == 1 ? "that replica" : "those replicas")}.");
        }

        if (own is { Connections: { } connections, MaxConnections: > 0 and var most } && connections >= SystemJudge.ScarceConnections * most)
        {
            yield return new(FindingLevel.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{store} has {connections:N0} of at most {most:N0} connections."),
                "Further replicas will be refused. Raise its limit, or put a pooler before it.");
        }
    }

    private static SystemFinding OfOther(ReplicaStatus replica, ReplicaCheck check) => check.Name == ReplicaCheck.Migrations
        ? new(FindingLevel.Failure, $"{replica.Target.Title} has not brought the database up to date yet.",
            "The API waits for it at its first start. That takes seconds; if it stays so, the worker's log says what Postgres refuses.")
        : new(FindingLevel.Warning, $"{check.Name} of {replica.Target.Title} is {check.Status}.", "Its log says why.");

    private static string Names(IReadOnlyList<ReplicaStatus> replicas) => string.Join(", ", replicas.Select(replica => replica.Target.Title));
}
