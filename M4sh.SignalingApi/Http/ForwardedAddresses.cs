using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Http;

/// <summary>Behind proxies that are known, a request's address and scheme are what they say; see <see cref="ProxyOptions"/>.</summary>
internal static class ForwardedAddresses
{
    public static IServiceCollection AddForwardedAddresses(this IServiceCollection services)
    {
        services.AddOptions<ProxyOptions>()
            .BindConfiguration(ProxyOptions.SectionName)
            .Validate(options => options.IsValid, "Proxies:Addresses must hold IP addresses, and Proxies:Networks networks such as 10.0.0.0/24.")
            .ValidateOnStart();
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((options, proxies) =>
        {
            // By default loopback is known, and one hop is taken.
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            options.ForwardLimit = null;
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var address in proxies.Value.Addresses)
                options.KnownProxies.Add(IPAddress.Parse(address));
            foreach (var network in proxies.Value.Networks)
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        });
        return services;
    }

    /// <summary>Without known proxies the middleware would believe everybody, so then there is none.</summary>
    public static IApplicationBuilder UseForwardedAddresses(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value;
        return proxies.Addresses.Count + proxies.Networks.Count > 0 ? app.UseForwardedHeaders() : app;
    }
}
