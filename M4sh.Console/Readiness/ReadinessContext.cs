using System.Text.Json;
using M4sh.Client;
using M4sh.Console.Access;

namespace M4sh.Console.Readiness;

/// <summary>What a check needs of the console.</summary>
public sealed class ReadinessContext(PlatformClients clients, TimeProvider time, ILogger<ReadinessCheck> logger)
{
    public static JsonElement Metadata { get; } = JsonSerializer.SerializeToElement(new { source = "console", kind = "readiness" });

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>A user of its own for each check, so that checks never share a rate limit.</summary>
    public M4shClient NewUser()
    {
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        return clients.For(new($"qa-ready-{id}", "QA readiness"));
    }
}
