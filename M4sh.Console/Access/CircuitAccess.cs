using Microsoft.AspNetCore.Authorization;

namespace M4sh.Console.Access;

internal static class CircuitAccess
{
    private const string Hub = "_blazor";

    /// <summary>
    /// Circuits need no login: a guest has none. What may be in a circuit is in the page that begins it, sealed with the console's keys, and pages need a
    /// login; and within a circuit the router asks for one again (<c>Routes</c>).
    /// </summary>
    public static RazorComponentsEndpointConventionBuilder AllowCircuits(this RazorComponentsEndpointConventionBuilder components)
    {
        components.Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && path.TrimStart('/').StartsWith(Hub, StringComparison.Ordinal))
                endpoint.Metadata.Add(new AllowAnonymousAttribute());
        });
        return components;
    }
}
