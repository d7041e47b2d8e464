namespace M4sh.Console.Overview;

/// <summary>How a service says it is.</summary>
/// <param name="Name">The service.</param>
/// <param name="Status"><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c>, or <c>unreachable</c>.</param>
/// <param name="Checks">Its checks and their status.</param>
public sealed record ServiceHealth(string Name, string Status, IReadOnlyList<KeyValuePair<string, string>> Checks)
{
    public const string Healthy = "healthy";
    public const string Degraded = "degraded";
    public const string Unreachable = "unreachable";

    public static ServiceHealth None(string name) => new(name, Unreachable, []);
}
