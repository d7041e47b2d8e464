namespace M4sh.Console.SystemStatus;

/// <summary>A process whose <c>/health</c> and <c>/metrics</c> are read.</summary>
/// <param name="Service">Its service.</param>
/// <param name="Replica">Which of its replicas; null: whoever answers at the service's common address.</param>
/// <param name="Address">Scheme, host and port.</param>
public sealed record ReplicaTarget(string Service, string? Replica, Uri Address)
{
    /// <summary>In the words of the page.</summary>
    public string Title => Replica is null ? Service : Replica.StartsWith(Service, StringComparison.Ordinal) ? Replica : $"{Service} {Replica}";
}
