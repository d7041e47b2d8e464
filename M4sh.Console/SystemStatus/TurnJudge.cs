namespace M4sh.Console.SystemStatus;

/// <summary>Whether calls can be relayed, as the API's replicas see it.</summary>
public static class TurnJudge
{
    public const string NoServer = "stun_only";
    public const string Relay = "relay";
    public const string InPart = "relay_in_part";
    public const string Unreachable = "relay_unreachable";

    // From bad to good.
    private static readonly string[] States = [Unreachable, InPart, NoServer, Relay];

    /// <summary>The worst that a replica says; null: none says anything.</summary>
    public static string? StateOf(IEnumerable<ReplicaStatus> replicas) => replicas
        .Select(replica => replica.Check(ReplicaCheck.Turn)?.State)
        .OfType<string>()
        .MinBy(state => Array.IndexOf(States, state));

    /// <summary>What the servers say they are; null where none does.</summary>
    public static string? VersionOf(IEnumerable<ReplicaStatus> replicas) =>
        replicas.Select(replica => replica.Check(ReplicaCheck.Turn)?.Version).OfType<string>().FirstOrDefault();

    internal static IEnumerable<SystemFinding> Judge(IReadOnlyList<ReplicaStatus> replicas)
    {
        var state = StateOf(replicas);
        var seen = replicas.Count(replica => replica.Check(ReplicaCheck.Turn)?.State == state);
        var by = seen < replicas.Count ? $", as {seen} of {replicas.Count} replicas of the API see it" : "";
        return state switch
        {
            Unreachable => [new(FindingLevel.Failure, $"No TURN server answers{by}.",
                "Calls whose peers cannot reach each other directly find no path. Check that the server runs, that its port is open for UDP and TCP, and TURN_SERVER_URL.")],
            InPart => [new(FindingLevel.Warning, $"A TURN server does not answer{by}.",
                "The others relay; it is not offered to clients until it answers. The API's log names it.")],
            NoServer => [new(FindingLevel.Note, $"There is no TURN server{by}.",
                "Peers behind strict NATs or firewalls find no path. To have one, set TURN_SERVER_URL and TURN_SECRET_FILE of the API.")],
            _ => [],
        };
    }
}
