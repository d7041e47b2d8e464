using Microsoft.Extensions.Options;

namespace M4sh.Console.SystemStatus;

/// <summary>The pages beside the console, as far as their addresses are known.</summary>
public sealed class SystemLinks(IOptions<SystemOptions> options, IConfiguration configuration)
{
    public string? Dashboard => options.Value.DashboardUrl?.ToString();

    public string? Reference => Under(Api, "reference/");

    public string? OpenApi => Under(Api, "openapi/v1.json");

    public string? MetricsTargets => Under(options.Value.WorkerUrl ?? Found(ServiceNames.Worker), "metrics/targets");

    private Uri? Api => options.Value.ApiUrl ?? Found(ServiceNames.Api);

    // As service discovery has it: what the AppHost gives.
    private Uri? Found(string service) =>
        Uri.TryCreate(configuration[$"services:{service}:https:0"] ?? configuration[$"services:{service}:http:0"], UriKind.Absolute, out var address) ? address : null;

    // Behind a proxy the address may have a path of its own.
    private static string? Under(Uri? address, string path) => address is null ? null : $"{address.ToString().TrimEnd('/')}/{path}";
}
