namespace M4sh.Console.SystemStatus;

/// <summary>The services, by the names that the AppHost gives them.</summary>
internal static class ServiceNames
{
    public const string Api = "signaling-api";
    public const string Worker = "qos-worker";
    public const string Console = "console";
}
