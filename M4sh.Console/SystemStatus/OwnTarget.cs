using System.Net;
using M4sh.ServiceDefaults;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace M4sh.Console.SystemStatus;

/// <summary>This console, as what it listens on says where it is: it is read like any other.</summary>
public sealed class OwnTarget(IServiceProvider services, ServiceInstance instance)
{
    /// <returns>Empty where it listens on nothing that can be connected to.</returns>
    public IEnumerable<ReplicaTarget> Find()
    {
        var listening = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        return MetricsTarget.Of(listening, Dns.GetHostName(), ServiceNames.Console, instance.Id) is { } target
            ? [new(target.Service, target.Replica, new($"{target.Scheme}://{target.Address}"))]
            : [];
    }
}
