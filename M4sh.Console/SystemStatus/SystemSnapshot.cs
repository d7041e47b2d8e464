using M4sh.Console.Feeds;
using M4sh.Console.Problems;

namespace M4sh.Console.SystemStatus;

/// <summary>The whole system as it was at one moment.</summary>
public sealed record SystemSnapshot : IReading
{
    /// <summary>From this age on it says nothing about now: it was read for somebody who has left since.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(20);

    public required DateTimeOffset At { get; init; }

    /// <summary>The API's, the worker's, this console.</summary>
    public required IReadOnlyList<ReplicaStatus> Replicas { get; init; }

    /// <summary>Why the list of replicas is not the present one.</summary>
    public string? ListCause { get; init; }

    public required IReadOnlyList<StoreStatus> Stores { get; init; }

    /// <summary>What does not answer is shown, it is no reason not to show the rest.</summary>
    public Problem? Problem => null;

    public bool IsFresh(TimeProvider time) => time.GetUtcNow() - At < Freshness;

    public IEnumerable<ReplicaStatus> Of(string service) => Replicas.Where(replica => replica.Target.Service == service);
}
