using System.Net;
using M4sh.Data;
using M4sh.QosWorker.Startup;
using M4sh.TestSupport;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace M4sh.QosWorker.Tests.Startup;

/// <summary>The whole worker, as the AppHost starts it; without the Redis that it only tells news to.</summary>
public sealed class StartupTests(PostgresServer postgres)
{
    private const string NoRedis = "127.0.0.1:1";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_OverAnEmptyDatabase_IsHealthyOnceMigrated()
    {
        var connectionString = await postgres.CreateDatabaseAsync(Cancelled);
        await using var factory = Create(connectionString);
        using var client = factory.CreateClient();

        await factory.Services.GetRequiredService<StartupState>().Ready.WaitAsync(Cancelled);

        await HealthyAsync(client, "/health");
        var metrics = await client.GetStringAsync("/metrics", Cancelled);
        Assert.Contains("webrtc_qos_samples_pruned_total", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_WhilePostgresIsAway_IsUnhealthyAndTurnsHealthyWhenItComes()
    {
        await using var server = new PostgresServer();
        await server.InitializeAsync();
        var connectionString = await server.CreateDatabaseAsync(Cancelled);
        await server.StopAsync();
        await using var factory = Create(connectionString);
        using var client = factory.CreateClient();

        using var away = await client.GetAsync("/health", Cancelled);
        var body = await away.Content.ReadAsStringAsync(Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Contains("\"startup\":{\"status\":\"unhealthy\"", body, StringComparison.Ordinal);
        await HealthyAsync(client, "/alive");

        await server.StartAsync();
        await factory.Services.GetRequiredService<StartupState>().Ready.WaitAsync(Cancelled);
        await HealthyAsync(client, "/health");
    }

    [Fact]
    public async Task Start_OptionOutOfRange_IsRefused()
    {
        await using var factory = Create("Host=127.0.0.1;Database=none")
            .WithWebHostBuilder(web => web.UseSetting("Qos:Rollup:BatchSize", "0"));

        var exception = Assert.Throws<OptionsValidationException>(factory.CreateClient);

        Assert.Contains("BatchSize", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DatabaseThatDoesNotExist_MakesIt()
    {
        var connectionString = (await postgres.CreateDatabaseAsync(Cancelled)).Replace("Database=", "Database=made_", StringComparison.Ordinal);
        await using var factory = Create(connectionString);
        using var client = factory.CreateClient();

        await factory.Services.GetRequiredService<StartupState>().Ready.WaitAsync(Cancelled);

        await HealthyAsync(client, "/health");
    }

    // A check has two seconds, and a busy machine may need more.
    private static async Task HealthyAsync(HttpClient client, string path)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (true)
        {
            using var answer = await client.GetAsync(path, Cancelled);
            if (answer.StatusCode == HttpStatusCode.OK)
                return;

            await timer.WaitForNextTickAsync(Cancelled);
        }
    }

    private static WebApplicationFactory<Program> Create(string connectionString) => new WebApplicationFactory<Program>()
        .WithWebHostBuilder(web => web
            .UseSetting($"ConnectionStrings:{M4shDbContext.ConnectionName}", connectionString)
            .UseSetting("ConnectionStrings:redis", NoRedis));
}
