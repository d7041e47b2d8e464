using Microsoft.Extensions.Configuration;

namespace M4sh.ServiceDefaults;

/// <summary>Which replica this process is: OpenTelemetry's <c>service.instance.id</c>, in traces, metrics and the sessions' events.</summary>
public sealed record ServiceInstance(string Id)
{
    private const string Attribute = "service.instance.id=";

    /// <summary>What the host gave in <c>OTEL_RESOURCE_ATTRIBUTES</c>, else a name that no other process has.</summary>
    public static ServiceInstance From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var given = (configuration["OTEL_RESOURCE_ATTRIBUTES"] ?? "").Split(',', StringSplitOptions.TrimEntries)
            .FirstOrDefault(attribute => attribute.StartsWith(Attribute, StringComparison.Ordinal));
        return new(given?.Length > Attribute.Length ? given[Attribute.Length..] : $"{Environment.MachineName}-{Environment.ProcessId}");
    }
}
