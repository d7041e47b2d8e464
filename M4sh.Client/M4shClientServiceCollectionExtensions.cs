using M4sh.Client;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registration of the M4sh client.</summary>
public static class M4shClientServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="M4shClientFactory"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the defaults.</param>
    /// <returns>The HTTP client's builder, for handlers and resilience.</returns>
    public static IHttpClientBuilder AddM4shClient(this IServiceCollection services, Action<M4shClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<M4shClientOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.AddSingleton<M4shClientFactory>();
        return services.AddHttpClient(M4shClientFactory.HttpClientName, static (provider, http) =>
            http.BaseAddress = provider.GetRequiredService<IOptions<M4shClientOptions>>().Value.BaseAddress);
    }
}
