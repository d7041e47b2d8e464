using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Running;

/// <param name="Testing">Random ports and data that is thrown away, as under Aspire.Hosting.Testing.</param>
/// <param name="DataFolder">Where data volumes are kept, if not in the usual place.</param>
/// <param name="Garnet">Take Garnet although there is a redis-server.</param>
internal sealed record RunOptions(bool Testing, string? DataFolder = null, bool Garnet = false)
{
    public static RunOptions Read(IConfiguration configuration, bool testing) => new(
        testing, configuration["AspireLocal:DataFolder"], string.Equals(configuration["AspireLocal:Redis"], "garnet", StringComparison.OrdinalIgnoreCase));
}
