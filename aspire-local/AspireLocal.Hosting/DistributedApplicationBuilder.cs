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
    private readonly HostApplicationBuilder _inner;
    private readonly List<Resource> _resources = [];
    private readonly TestingEntryPoint? _testing;
    private DistributedApplication? _built;

    public DistributedApplicationBuilder(string[] args, AppHostMetadata metadata, TestingEntryPoint? testing)
    {
        _testing = testing;
        Metadata = metadata;
        _inner = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            ContentRootPath = metadata.Directory,
            EnvironmentName = _testing is null ? null : Environments.Development,
        });

        // Below everything else, so that the environment and the command line can override a kept secret. A test neither reads nor writes the
        // developer's secrets.
        Secrets = new UserSecrets(_testing is null ? metadata.UserSecretsId : null);
        if (Secrets.Path is { } path)
        {
            var source = new JsonConfigurationSource { Path = path, Optional = true };
            source.ResolveFileProvider();
            Configuration.Sources.Insert(0, source);
        }

        // What is not healthy LocalRun says, once; and while something starts nothing need be said.
        _inner.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _inner.Logging.ClearProviders();
        if (_testing is null)
        {
            _inner.Logging.AddProvider(new ConsoleOutput(System.Console.Out, ConsoleOutput.UsesColor));
            _inner.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);

            // A start that fails throws, and whoever runs the application tells why, without this one's stack.
            _inner.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        }

        Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        Services.AddHttpClient();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<ResourceNotificationService>(_ => new ResourceNotificationService());
        Services.AddSingleton<IReadOnlyList<Resource>>(_resources);
        Services.AddSingleton(services => new ResourceCommandService(_resources, services));
        Services.AddHealthChecks();
        Services.AddSingleton(metadata);
        Services.AddSingleton(_ => RunOptions.Read(Configuration, _testing is not null));
        Services.AddSingleton<Runners>();
        Services.AddSingleton<ResourceTable>();
        AddHostedServices();
    }

    public ConfigurationManager Configuration => _inner.Configuration;

    public string AppHostDirectory => Metadata.Directory;

    public IHostEnvironment Environment => _inner.Environment;

    public IServiceCollection Services => _inner.Services;

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
        if (_resources.Exists(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new HostingException($"There is already a resource named '{resource.Name}'.");

        _resources.Add((Resource)(object)resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        // Under the testing builder the model is all that is wanted of the AppHost's Main, so it ends here.
        _testing?.Return(this);
        return BuildApplication();
    }

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default) => Task.FromResult(BuildApplication());

    public void Dispose() => _built?.Dispose();

    public ValueTask DisposeAsync() => _built?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void AddHostedServices()
    {
        if (_testing is null && RunOptions.Read(Configuration, testing: false).Command is not null)
        {
            Services.AddHostedService<CommandRequest>();
            return;
        }

        Services.AddHostedService<LocalRun>();
        if (_testing is not null)
            return;

        Services.AddHostedService<ParentWatch>();
        Services.AddHostedService<CommandSocket>();
    }

    private DistributedApplication BuildApplication() => _built ??= new DistributedApplication(_inner.Build());

    private sealed record ResourceBuilder<T>(IDistributedApplicationBuilder ApplicationBuilder, T Resource) : IResourceBuilder<T>
        where T : IResource;
}
