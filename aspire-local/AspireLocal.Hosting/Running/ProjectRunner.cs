using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

internal sealed partial class ProjectRunner(
    ProjectResource project, AppHostMetadata metadata, ILoggerFactory loggers, IHttpClientFactory clients) : ResourceRunner(project)
{
    private static readonly TimeSpan s_healthTimeout = TimeSpan.FromSeconds(5);

    // The AppHost's own, which its services must not inherit.
    private static readonly string[] s_notInherited =
        ["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS"];

    private readonly List<Replica> _replicas = [];
    private readonly List<ReplicaProxy> _proxies = [];
    private volatile bool _stopping;

    public override int StopOrder => 1;

    public override string Description => project.Replicas > 1 ? $"{project.Replicas} replicas" : "project";

    public override IReadOnlyList<(string Name, string State, string Address, int ProcessId)> Parts => project.Replicas == 1 ? [] : [.. _replicas.Select(
        replica => (replica.Name, replica.State, replica.Address, replica.Process.Id))];

    public override Task<int> Ended => EndedAsync();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!metadata.ProjectOutputs.TryGetValue(project.ProjectPath, out var output) || !File.Exists(output))
            throw new HostingException($"{project.ProjectPath} is not built. Run: dotnet build {metadata.Directory}");

        var environment = await EnvironmentAsync(cancellationToken);
        for (var number = 1; number <= project.Replicas; number++)
            _replicas.Add(StartReplica(number, output, environment));

        if (project.Replicas == 1)
            return;

        foreach (var replica in _replicas)
            _ = TellEndAsync(replica);

        foreach (var endpoint in project.Endpoints)
        {
            _proxies.Add(new ReplicaProxy(endpoint.Allocated!.Value.Port, [.. _replicas.Select(replica =>
                (Func<int?>)(() => replica.Process.IsRunning ? replica.Ports[endpoint.Name] : null))]));
        }
    }

    public override async Task<string?> CheckHealthAsync(CancellationToken cancellationToken)
    {
        if (project.HealthCheck is not { } check)
            return null;

        var endpoint = project.Endpoints.Find(endpoint => check.EndpointName is null ? endpoint.IsHttp : endpoint.Name == check.EndpointName)
            ?? throw new HostingException($"The health check of '{project.Name}' has no endpoint to ask.");
        foreach (var replica in _replicas.Where(replica => replica.Process.IsRunning))
        {
            var url = new UriBuilder(endpoint.Scheme, "localhost", replica.Ports[endpoint.Name], check.Path).Uri;
            if (await AskAsync(url, check.StatusCode, cancellationToken) is { } problem)
                return $"{replica.Name}: {problem}";
        }

        return null;
    }

    public override async Task StopAsync()
    {
        _stopping = true;
        await Task.WhenAll(_replicas.Select(replica => replica.Process.DisposeAsync().AsTask()));
        foreach (var proxy in _proxies)
            await proxy.DisposeAsync();

        _proxies.Clear();
    }

    private async Task<int> EndedAsync()
    {
        var codes = await Task.WhenAll(_replicas.Select(replica => replica.Process.Exited));
        return codes.FirstOrDefault(code => code != 0);
    }

    /// <summary>The others serve on, so nothing else would show that one is gone.</summary>
    private async Task TellEndAsync(Replica replica)
    {
        var code = await replica.Process.Exited;
        if (!_stopping)
            Log.Ended(loggers.CreateLogger<ProjectRunner>(), replica.Name, code);
    }

    private async Task<string?> AskAsync(Uri url, int expected, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient();
        client.Timeout = s_healthTimeout;
        try
        {
            using var response = await client.GetAsync(url, cancellationToken);
            return (int)response.StatusCode == expected ? null : $"{url.AbsolutePath} answers {(int)response.StatusCode}";
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return $"{url.AbsolutePath} does not answer";
        }
    }

    private async Task<Dictionary<string, string?>> EnvironmentAsync(CancellationToken cancellationToken)
    {
        var environment = s_notInherited.ToDictionary(name => name, _ => (string?)null);
        environment["OTEL_SERVICE_NAME"] = project.Name;
        environment["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
        environment["LOGGING__CONSOLE__FORMATTEROPTIONS__SINGLELINE"] = "true";
        foreach (var (name, value) in project.Environment.SelectMany(variables => variables()))
        {
            if (await value.GetValueAsync(cancellationToken) is { } text)
                environment[name] = text;
        }

        return environment;
    }

    private Replica StartReplica(int number, string output, Dictionary<string, string?> shared)
    {
        var name = project.Replicas == 1 ? project.Name : $"{project.Name}-{number}";
        var ports = project.Endpoints.ToDictionary(
            endpoint => endpoint.Name, endpoint => project.Replicas == 1 ? endpoint.Allocated!.Value.Port : Ports.Allocate());
        var environment = new Dictionary<string, string?>(shared)
        {
            ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={name}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}",
        };
        if (project.Endpoints.Where(endpoint => endpoint.IsHttp).ToList() is { Count: > 0 } urls)
            environment["ASPNETCORE_URLS"] = string.Join(';', urls.Select(url => $"{url.Scheme}://localhost:{ports[url.Name]}"));

        foreach (var endpoint in project.Endpoints.Where(endpoint => endpoint.EnvironmentVariable is not null))
            environment[endpoint.EnvironmentVariable!] = $"{ports[endpoint.Name]}";

        var executable = Path.ChangeExtension(output, null);
        var spec = File.Exists(executable)
            ? new ProcessSpec(executable, project.Arguments, Path.GetDirectoryName(project.ProjectPath)!, Environment: environment)
            : new ProcessSpec("dotnet", ["exec", output, .. project.Arguments], Path.GetDirectoryName(project.ProjectPath)!, Environment: environment);
        var log = new ResourceLog(loggers, name);
        return new Replica(name, ports, SupervisedProcess.Start(spec, log.Write));
    }

    private sealed record Replica(string Name, IReadOnlyDictionary<string, int> Ports, SupervisedProcess Process)
    {
        public string State => Process.IsRunning ? KnownResourceStates.Running : KnownResourceStates.Exited;

        public string Address => string.Join(' ', Ports.Select(port => $"{port.Key}://localhost:{port.Value}"));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Replica} ended by itself with exit code {Code}")]
        public static partial void Ended(ILogger logger, string replica, int code);
    }
}
