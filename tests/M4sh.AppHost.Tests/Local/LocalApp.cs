using Aspire.Hosting;

namespace M4sh.AppHost.Tests.Local;

/// <summary>An application of a few resources on aspire-local, as `dotnet run` has it, on random ports and a data folder of its own.</summary>
internal sealed class LocalApp : IAsyncDisposable
{
    private readonly DistributedApplication _app;

    private LocalApp(DistributedApplication app) => _app = app;

    public DistributedApplication Application => _app;

    public static async Task<LocalApp> StartAsync(string folder, Action<IDistributedApplicationBuilder> model, params string[] args)
    {
        var builder = Builder(folder, null, args);
        model(builder);
        var app = new LocalApp(builder.Build());
        await app._app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    public static DistributedApplicationBuilder Builder(string folder, string? userSecretsId, params string[] args)
    {
        var real = AppHostMetadata.Read(typeof(Projects.M4sh_AppHost).Assembly);
        return new DistributedApplicationBuilder(
            ["--AspireLocal:RandomPorts=true", $"--AspireLocal:DataFolder={folder}", .. args], real with { UserSecretsId = userSecretsId }, testing: null);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
