using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Running;

/// <param name="Testing">Data that is thrown away and no secrets kept, as under Aspire.Hosting.Testing.</param>
/// <param name="RandomPorts">Instead of those that the model names: a test's, or a second clone's beside a first.</param>
/// <param name="DataFolder">Where data volumes are kept, if not in the usual place.</param>
/// <param name="Command">What a resource of the AppHost that runs here already shall do: then that is all.</param>
/// <param name="Garnet">Take Garnet although there is a redis-server.</param>
internal sealed record RunOptions(bool Testing, bool RandomPorts, string? DataFolder = null, bool Garnet = false, string? Command = null)
{
    public static RunOptions Read(IConfiguration configuration, bool testing) => new(
        testing,
        testing || configuration.GetValue<bool>("AspireLocal:RandomPorts"),
        configuration["AspireLocal:DataFolder"],
        string.Equals(configuration["AspireLocal:Redis"], "garnet", StringComparison.OrdinalIgnoreCase),
        configuration["AspireLocal:Command"]);
}
