using System.Net;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using M4sh.Client;
using M4sh.Contracts.Tokens;
using M4sh.TestSupport;
using System.Net.Http.Json;
using M4sh.Contracts.Json;

namespace M4sh.IntegrationTests;

/// <summary>The whole AppHost, on random ports: every resource is healthy when it is handed out.</summary>
public sealed class Stack : IAsyncLifetime
{
    private static readonly TimeSpan s_startUp = TimeSpan.FromMinutes(3);

    private DistributedApplication? _app;

    public DistributedApplication App
    {
        get
        {
            RequirePrograms();
            return _app!;
        }
    }

    public Uri Api => App.GetEndpoint("signaling-api", "http");

    public Uri Console => App.GetEndpoint("console", "http");

    public async ValueTask InitializeAsync()
    {
        if (IsLocal && Requires.Find("postgres", PostgresServer.Folders) is null)
        {
            // Each test says so itself.
            return;
        }

        // A busy machine is not a failing Redis or Postgres; the services inherit this.
        Environment.SetEnvironmentVariable("Failures__RedisTimeout", "00:00:20");
        Environment.SetEnvironmentVariable("Failures__PostgresTimeout", "00:00:40");
        Environment.SetEnvironmentVariable("Failures__RequestDeadline", "00:00:40");
        Environment.SetEnvironmentVariable("TestRuns__BrowserTimeout", "00:05:00");

        // Many tests call in the name of the same user.
        Environment.SetEnvironmentVariable("RateLimits__Requests", "300");
        using var timeout = new CancellationTokenSource(s_startUp);
        _app = await StartAsync(timeout.Token);
    }

    /// <summary>Starts the AppHost and waits until the console, which waits for all the others, is healthy.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="prepare">Is given the model before it is built.</param>
    /// <param name="args">The AppHost's command line.</param>
    public static async Task<DistributedApplication> StartAsync(
        CancellationToken cancellationToken, Action<IDistributedApplicationTestingBuilder>? prepare = null, params string[] args)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.M4sh_AppHost>(args, cancellationToken);
        prepare?.Invoke(builder);
        var app = await builder.BuildAsync(cancellationToken);
        try
        {
            await app.StartAsync(cancellationToken);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("console", cancellationToken);
            return app;
        }
        catch
        {
            // Nobody else has it to dispose of.
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client as a user of the platform.</summary>
    public M4shClient ClientOf(string user, string? role = null) => ClientOf(App, user, role);

    /// <summary>A client of another stack.</summary>
    public static M4shClient ClientOf(DistributedApplication app, string user, string? role = null)
    {
        var http = app.CreateHttpClient("signaling-api", "http");
        var token = new Lazy<Task<string>>(() => DevTokenAsync(http, user, role));
        return new(http, async _ => await token.Value);
    }

    /// <summary>A page of a service that is healthy. A check has two seconds, and a busy machine may need more: then it is asked again.</summary>
    internal static async Task<string> GetAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (true)
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
                return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>What the stack stands on, where Aspire runs no containers.</summary>
    public static void RequirePrograms()
    {
        if (IsLocal)
        {
            Requires.Program("postgres", "apt-get install postgresql", PostgresServer.Folders);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
        {
            await app.DisposeAsync();
        }
    }

    private static bool IsLocal => typeof(DistributedApplication).Assembly.GetName().Name == "AspireLocal.Hosting";

    private static async Task<string> DevTokenAsync(HttpClient http, string user, string? role)
    {
        var response = await http.PostAsJsonAsync("/dev/token", new DevTokenRequest { Sub = user, Role = role }, M4shJson.Options);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<DevTokenResponse>(M4shJson.Options))!.Token;
    }
}
