using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

public static class DistributedApplicationHostingTestingExtensions
{
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = app.GetEndpoint(resourceName, endpointName);
        return client;
    }

    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        var resource = app.Find(resourceName);
        var endpoint = endpointName is not null
            ? resource.Endpoints.Find(endpoint => endpoint.Name == endpointName)
            : resource.Endpoints.Find(endpoint => endpoint.IsHttp) ?? resource.Endpoints.FirstOrDefault();
        return endpoint is null
            ? throw new ArgumentException($"'{resourceName}' has no such endpoint.", nameof(endpointName))
            : new Uri(new EndpointReference(resource, endpoint.Name).Url);
    }

    public static ValueTask<string?> GetConnectionStringAsync(
        this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        app.Find(resourceName) is IResourceWithConnectionString resource
            ? resource.GetConnectionStringAsync(cancellationToken)
            : throw new ArgumentException($"'{resourceName}' has no connection string.", nameof(resourceName));

    private static Resource Find(this DistributedApplication app, string resourceName) =>
        app.Services.GetRequiredService<IReadOnlyList<Resource>>().FirstOrDefault(resource => resource.Name == resourceName)
            ?? throw new ArgumentException($"There is no resource named '{resourceName}'.", nameof(resourceName));
}
