using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Output;
using Aspire.Hosting.Running;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationTestingBuilder
{
    private readonly HostApplicationBuilder inner;
    private readonly List<Resource> resources = [];
    private readonly TestingEntryPoint? testing;
    private DistributedApplication? built;

    public DistributedApplicationBuilder(string[] args, AppHostMetadata metadata, TestingEntryPoint? testing)
    {
        this.testing = testing;
        Metadata = metadata;
        inner = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            ContentRootPath = metadata.Directory,
            EnvironmentName = testing is null ? null : Environments.Development,
        });

        // Below everything else, so that the environment and the command line can override a kept secret. A test neither reads nor writes the
        // developer's secrets.
        Secrets = new UserSecrets(testing is null ? metadata.UserSecretsId : null);
        if (Secrets.Path is { } path)
        {
            var source = new JsonConfigurationSource { Path = path, Optional = true };
            source.ResolveFileProvider();
            Configuration.Sources.Insert(0, source);
        }

        inner.Logging.ClearProviders();
        if (testing is null)
        {
            inner.Logging.AddProvider(new ConsoleOutput(System.Console.Out, ConsoleOutput.UsesColor));
            inner.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        }

        Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        Services.AddHttpClient();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<ResourceNotificationService>(_ => new ResourceNotificationService());
        Services.AddSingleton<IReadOnlyList<Resource>>(resources);
        Services.AddSingleton(metadata);
        Services.AddSingleton(_ => RunOptions.Read(Configuration, testing is not null));
        Services.AddSingleton<Runners>();
        Services.AddSingleton<ResourceTable>();
        Services.AddHostedService<LocalRun>();
        if (testing is null)
            Services.AddHostedService<ParentWatch>();
    }

    public ConfigurationManager Configuration => inner.Configuration;

    public string AppHostDirectory => Metadata.Directory;

    public IHostEnvironment Environment => inner.Environment;

    public IServiceCollection Services => inner.Services;

    internal AppHostMetadata Metadata { get; }

    internal UserSecrets Secrets { get; }

    internal static DistributedApplicationBuilder Create(string[] args)
    {
        var testing = TestingEntryPoint.Current;
        var assembly = testing?.Assembly ?? Assembly.GetEntryAssembly() ?? throw new HostingException("There is no entry assembly.");
        return new DistributedApplicationBuilder(args, AppHostMetadata.Read(assembly), testing);
    }

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (resources.Exists(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new HostingException($"There is already a resource named '{resource.Name}'.");

        resources.Add((Resource)(object)resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        // Under the testing builder the model is all that is wanted of the AppHost's Main, so it ends here.
        testing?.Return(this);
        return BuildApplication();
    }

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default) => Task.FromResult(BuildApplication());

    public void Dispose() => built?.Dispose();

    public ValueTask DisposeAsync() => built?.DisposeAsync() ?? ValueTask.CompletedTask;

    private DistributedApplication BuildApplication() => built ??= new DistributedApplication(inner.Build());

    private sealed record ResourceBuilder<T>(IDistributedApplicationBuilder ApplicationBuilder, T Resource) : IResourceBuilder<T>
        where T : IResource;
}
