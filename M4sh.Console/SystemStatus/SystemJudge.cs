using System.Globalization;

namespace M4sh.Console.SystemStatus;

/// <summary>Says in plain words what is wrong with the system, and what to do about it.</summary>
public static class SystemJudge
{
    /// <summary>From this share of the limit on, a queue is long.</summary>
    public const double LongQueue = 0.5;

    /// <summary>From this share of the limit on, a queue is about to refuse.</summary>
    public const double FullQueue = 0.9;

    /// <summary>From this share on, Postgres' connections are scarce.</summary>
    public const double ScarceConnections = 0.8;

    /// <summary>From this share of the requests on, failures are no accident.</summary>
    public const double ManyFailures = 0.05;

    /// <summary>A rollup comes every 10 s; what is older than this waits for more than its turn.</summary>
    public static readonly TimeSpan LongLag = TimeSpan.FromMinutes(2);

    /// <returns>The worst first; empty: nothing is wrong.</returns>
    public static IReadOnlyList<SystemFinding> Judge(SystemSnapshot system)
    {
        ArgumentNullException.ThrowIfNull(system);
        List<SystemFinding> findings =
        [
            .. DependencyJudge.Judge(system),
            .. system.Replicas.GroupBy(replica => replica.Target.Service).SelectMany(service => Reachability(service.Key, [.. service])),
            .. TurnJudge.Judge([.. system.Of(ServiceNames.Api).Where(replica => replica.IsReachable)]),
            .. system.Of(ServiceNames.Api).SelectMany(Load),
            .. Lag(system),
            .. system.Replicas.GroupBy(replica => replica.Target.Service).SelectMany(service => Versions(service.Key, [.. service])),
        ];

        // That is mostly so because of what was found already.
        if (system.ListCause is { } cause && findings.TrueForAll(finding => finding.Level == FindingLevel.Note))
            findings.Add(new(FindingLevel.Warning, $"The list of replicas cannot be read: {cause}.", "What is shown is of those that were known before. Look at the worker's log."));

        return [.. findings.OrderByDescending(finding => finding.Level)];
    }

    private static IEnumerable<SystemFinding> Reachability(string service, IReadOnlyList<ReplicaStatus> replicas)
    {
        var gone = replicas.Where(replica => !replica.IsReachable).ToList();
        if (gone.Count == replicas.Count)
        {
            yield return service switch
            {
                ServiceNames.Api => new(FindingLevel.Failure, $"The API does not answer: {gone[0].Cause}.", "Nobody can begin, join or resume a call. Start it, or read in its log why it does not answer."),
                ServiceNames.Worker => new(FindingLevel.Failure, $"The worker does not answer: {gone[0].Cause}.",
                    "Calls go on and their samples are kept, but nothing is rolled up, no abandoned session is ended and nothing is pruned. Start it, or read its log."),
                _ => new(FindingLevel.Warning, $"{service} does not answer: {gone[0].Cause}.", "Start it, or read in its log why it does not answer."),
            };
            yield break;
        }

        foreach (var replica in gone)
        {
            yield return new(FindingLevel.Warning, $"{replica.Target.Title} does not answer: {replica.Cause}.",
                "The others serve its clients. Start it again; one that is gone for good leaves the list within a minute.");
        }

        foreach (var replica in replicas.Where(replica => replica is { IsReachable: true, Numbers: null }))
        {
            yield return new(FindingLevel.Note, $"The numbers of {replica.Target.Title} are not known: {replica.Cause}.", "It answers otherwise. Prometheus does not see it either.");
        }
    }

    private static IEnumerable<SystemFinding> Load(ReplicaStatus replica)
    {
        if (replica.Numbers is { SamplesWaiting: { } waiting, SamplesWaitingLimit: > 0 and var limit } && waiting / limit >= LongQueue)
        {
            yield return new(
                waiting / limit >= FullQueue ? FindingLevel.Failure : FindingLevel.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{replica.Target.Title} has {waiting:N0} of at most {limit:N0} samples waiting to be stored."),
                "Postgres does not keep up; once the limit is reached, clients are told to send again later. Look at its load, its disk and its locks.");
        }

        if (replica.Rates is { Failures: > 0 and var failures, Requests: var requests } && failures / requests >= ManyFailures)
        {
            yield return new(FindingLevel.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{replica.Target.Title} answers {failures / requests:P0} of its requests with a failure of its own (5xx)."),
                "Its log says why; a store that does not answer, or not in time, is the usual cause.");
        }
    }

    private static IEnumerable<SystemFinding> Lag(SystemSnapshot system)
    {
        var lag = system.Of(ServiceNames.Worker).Max(replica => replica.Numbers?.RollupLag);
        if (lag >= LongLag)
        {
            yield return new(FindingLevel.Warning, $"Samples have waited {SystemWords.Span(lag.Value)} to be rolled up.",
                "Nothing is lost, but quality over hours and days is behind by that. It falls by itself after a downtime; one more worker makes it fall faster. If it rises, read the worker's log.");
        }
    }

    private static IEnumerable<SystemFinding> Versions(string service, IReadOnlyList<ReplicaStatus> replicas)
    {
        var versions = replicas.Select(replica => replica.Numbers?.Version).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (versions.Count > 1)
        {
            yield return new(
                service == ServiceNames.Worker ? FindingLevel.Warning : FindingLevel.Note,
                $"{service} runs in {versions.Count} versions: {string.Join(", ", versions.Select(SystemWords.Version))}.",
                service == ServiceNames.Worker
                    ? "Workers must be of one version while they migrate the database. Stop the old ones."
                    : "That is as it should be while it is being updated. If it is not, restart the old ones.");
        }
    }
}
