using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ResourceBuilderExtensions
{
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new(builder.Model(), name);

    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        string? scheme = null,
        string? name = null,
        string? env = null,
        bool? isProxied = null,
        bool? isExternal = null,
        ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        var transport = protocol ?? ProtocolType.Tcp;
        var uriScheme = scheme ?? (transport == ProtocolType.Udp ? "udp" : "tcp");
        var endpoint = new Endpoint(name ?? uriScheme, uriScheme, transport, port, targetPort)
        {
            EnvironmentVariable = env,
            IsExternal = isExternal == true,
        };
        return builder.AddEndpoint(endpoint);
    }

    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints =>
        builder.AddEndpoint(new Endpoint(name ?? "http", "http", ProtocolType.Tcp, port, targetPort) { EnvironmentVariable = env });

    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        foreach (var endpoint in builder.Model().Endpoints.Where(endpoint => endpoint.IsHttp))
            endpoint.IsExternal = true;

        return builder;
    }

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        builder.Model().HealthCheck = new HttpHealthCheck(path ?? "/", statusCode ?? 200, endpointName);
        return builder;
    }

    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource
    {
        builder.Model().HealthChecks.Add(key);
        return builder;
    }

    public static IResourceBuilder<T> WithCommand<T>(
        this IResourceBuilder<T> builder, string name, string displayName, Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand,
        CommandOptions? commandOptions = null)
        where T : IResource
    {
        builder.Model().Commands.Add(new(name, displayName, executeCommand));
        return builder;
    }

    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.AddWait(dependency, untilHealthy: true);

    public static IResourceBuilder<T> WaitForStart<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.AddWait(dependency, untilHealthy: false);

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.AddEnvironment(name, ReferenceExpression.Literal(value ?? ""));

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, in ReferenceExpression.ExpressionInterpolatedStringHandler value)
        where T : IResourceWithEnvironment => builder.AddEnvironment(name, ReferenceExpression.Create(value));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
        where T : IResourceWithEnvironment => builder.AddEnvironment(name, value);

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.AddEnvironment(name, endpointReference);

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.AddEnvironment(name, parameter.Resource);

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs
    {
        builder.Model().Arguments.AddRange(args);
        return builder;
    }

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment =>
        builder.AddEnvironment($"ConnectionStrings__{connectionName ?? source.Resource.Name}", source.Resource);

    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        var target = (Resource)source.Resource;
        builder.Model().Environment.Add(() => target.Endpoints.Select(endpoint => KeyValuePair.Create<string, IValueProvider>(
            $"services__{target.Name}__{endpoint.Name}__0", new EndpointReference(target, endpoint.Name))));
        return builder;
    }

    private static IResourceBuilder<T> AddEndpoint<T>(this IResourceBuilder<T> builder, Endpoint endpoint)
        where T : IResource
    {
        if (builder.Model().Endpoints.Exists(other => other.Name == endpoint.Name))
            throw new HostingException($"'{builder.Resource.Name}' has an endpoint named '{endpoint.Name}' already.");

        builder.Model().Endpoints.Add(endpoint);
        return builder;
    }

    private static IResourceBuilder<T> AddWait<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, bool untilHealthy)
        where T : IResource
    {
        builder.Model().Waits.Add(new Wait((Resource)dependency.Resource, untilHealthy));
        return builder;
    }

    private static IResourceBuilder<T> AddEnvironment<T>(this IResourceBuilder<T> builder, string name, IValueProvider value)
        where T : IResource
    {
        builder.Model().SetEnvironment(name, value);
        return builder;
    }

    private static Resource Model<T>(this IResourceBuilder<T> builder)
        where T : IResource => (Resource)(object)builder.Resource;
}
