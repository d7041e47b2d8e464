using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class RedisBuilderExtensions
{
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        var redis = new RedisResource(
            name, password?.Resource ?? ParameterResourceBuilderExtensions.CreatePassword(builder, $"{name}-password", special: false));
        redis.Endpoints.Add(new Endpoint("tcp", "tcp", ProtocolType.Tcp, port, 6379));
        return builder.AddResource(redis);
    }
}
