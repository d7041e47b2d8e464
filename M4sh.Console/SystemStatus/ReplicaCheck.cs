namespace M4sh.Console.SystemStatus;

/// <summary>One of a replica's health checks.</summary>
/// <param name="Name">As the service calls it.</param>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="State">What it says beside that: <c>stun_only</c>, …</param>
/// <param name="Version">Of what was checked, where it tells.</param>
public sealed record ReplicaCheck(string Name, string Status, string? State = null, string? Version = null)
{
    public const string Postgres = "M4shDbContext";
    public const string Redis = "StackExchange.Redis";
    public const string Migrations = "startup";
    public const string Turn = "turn";

    /// <summary>The process itself: that it answers says as much.</summary>
    public const string Self = "self";
}
