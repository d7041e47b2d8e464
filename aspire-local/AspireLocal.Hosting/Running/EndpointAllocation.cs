using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Gives every endpoint its address before anything starts, so that resources may refer to each other in any order.</summary>
internal static class EndpointAllocation
{
    /// <returns>The resources that cannot have their address, and why.</returns>
    public static Dictionary<Resource, string> Allocate(IEnumerable<ResourceRunner> runners, RunOptions options)
    {
        var problems = new Dictionary<Resource, string>();
        foreach (var runner in runners)
        {
            var problem = runner.Unavailable ?? (options.RandomPorts ? null : runner.Resource.Endpoints.Select(TakenBy).FirstOrDefault(taken => taken is not null));
            if (problem is null)
                Allocate(runner.Resource, options);
            else
                problems[runner.Resource] = problem;
        }

        return problems;
    }

    private static void Allocate(Resource resource, RunOptions options)
    {
        // UDP and TCP of one service share their number (TURN), so a port is drawn for a target port and not for an endpoint.
        var drawn = new Dictionary<(int?, string), int>();
        foreach (var endpoint in resource.Endpoints)
        {
            if ((options.RandomPorts ? null : endpoint.Port) is not { } port)
            {
                var key = (endpoint.TargetPort, endpoint.TargetPort is null ? endpoint.Name : "");
                if (!drawn.TryGetValue(key, out port))
                    drawn[key] = port = Ports.Allocate();
            }

            endpoint.Allocated = (endpoint.IsHttp ? "localhost" : "127.0.0.1", port);
        }
    }

    private static string? TakenBy(Endpoint endpoint)
    {
        if (endpoint.Port is not { } port || Ports.IsFree(port, endpoint.Protocol))
            return null;

        var owner = Ports.OwnerOf(port, endpoint.Protocol) is { } name ? $" by {name}" : "";
        return $"port {port} ({endpoint.Protocol.ToString().ToUpperInvariant()}) is already taken{owner}";
    }
}
