using Microsoft.Extensions.Options;

namespace M4sh.Console.SystemStatus;

/// <summary>The pages beside the console, as far as their addresses are known.</summary>
public sealed class SystemLinks(IOptions<SystemOptions> options, IConfiguration configuration)
{
    public string? Dashboard => options.Value.DashboardUrl;

    public string? Reference => Under(Api, "/reference/");

    public string? OpenApi => Under(Api, "/openapi/v1.json");

    public string? MetricsTargets => Under(options.Value.WorkerUrl ?? Found(ServiceNames.Worker), "/metrics/targets");

    private string? Api => options.Value.ApiUrl ?? Found(ServiceNames.Api);

    // As service discovery has it: what the AppHost gives.
    private string? Found(string service) => configuration[$"services:{service}:https:0"] ?? configuration[$"services:{service}:http:0"];

    private static string? Under(string? address, string path) => address is null ? null : address.TrimEnd('/') + path;
}
