using M4sh.Console.Overview;

namespace M4sh.Console.SystemStatus;

/// <summary>How a replica was at one moment.</summary>
public sealed record ReplicaStatus(ReplicaTarget Target)
{
    /// <summary><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c>, or <c>unreachable</c>.</summary>
    public string Health { get; init; } = ServiceHealth.Unreachable;

    public IReadOnlyList<ReplicaCheck> Checks { get; init; } = [];

    /// <summary>Why something of it could not be read.</summary>
    public string? Cause { get; init; }

    /// <summary>Null: its metrics could not be read.</summary>
    public ReplicaNumbers? Numbers { get; init; }

    /// <summary>Null until it was read twice.</summary>
    public ReplicaRates? Rates { get; init; }

    public bool IsReachable => Health != ServiceHealth.Unreachable;

    public ReplicaCheck? Check(string name) => Checks.FirstOrDefault(check => check.Name == name);
}
