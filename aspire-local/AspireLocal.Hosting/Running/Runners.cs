using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Which runner a resource gets.</summary>
internal sealed class Runners(AppHostMetadata metadata, RunOptions options, ILoggerFactory loggers, IHttpClientFactory clients)
{
    public ResourceRunner For(Resource resource, DataFolder data) => resource switch
    {
        ParameterResource parameter => new ParameterRunner(parameter),
        PostgresDatabaseResource database => new PostgresDatabaseRunner(database),
        PostgresServerResource server => new PostgresRunner(server, PostgresBinaries.Find(), data, options, loggers),
        RedisResource redis => new RedisRunner(redis, data, metadata, options, loggers),
        ProjectResource project => new ProjectRunner(project, metadata, loggers, clients),
        ContainerResource { Image: "coturn/coturn" } coturn => new CoturnRunner(coturn, Programs.Find("turnserver"), data, loggers),
        ContainerResource container => new UnavailableRunner(container, $"no native program stands in for the image {container.Image}"),
        _ => throw new HostingException($"aspire-local cannot run '{resource.Name}' ({resource.GetType().Name})."),
    };
}
