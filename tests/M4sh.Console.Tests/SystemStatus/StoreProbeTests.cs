using M4sh.Console.Runs;
using M4sh.Console.SystemStatus;
using M4sh.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace M4sh.Console.Tests.SystemStatus;

/// <summary>On a real Postgres and a real Redis.</summary>
public sealed class StoreProbeTests(PostgresServer postgres, RedisServer redis) : IClassFixture<PostgresServer>, IClassFixture<RedisServer>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Postgres_There_TellsItsVersionAndSize()
    {
        await using var services = ServicesFor(await postgres.CreateDatabaseAsync(Cancelled));

        var status = await ProbeOf(services).ReadAsync(Cancelled);

        Assert.True(status.IsUp, status.Cause);
        Assert.Matches(@"^\d+", status.Version);
        Assert.InRange(status.Connections!.Value, 1, 1000);
        Assert.Equal(1000, status.MaxConnections);
        Assert.True(status.Bytes > 0);
        Assert.NotNull(status.RoundTrip);
    }

    [Fact]
    public async Task Postgres_Away_TellsTheCause()
    {
        await using var services = ServicesFor($"Host=127.0.0.1;Port={FreePort.Next()};Username=nobody;Database=none");

        Assert.Equal("it cannot be connected to", (await ProbeOf(services).ReadAsync(Cancelled)).Cause);
    }

    [Fact]
    public async Task Postgres_NoSuchDatabase_TellsTheCause()
    {
        var connection = await postgres.CreateDatabaseAsync(Cancelled);
        await using var services = ServicesFor(connection + ";Database=missing");

        Assert.Equal("it refused the console with 3D000", (await ProbeOf(services).ReadAsync(Cancelled)).Cause);
    }

    [Fact]
    public async Task Redis_There_TellsItsVersionAndMemory()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},connectTimeout=60000,asyncTimeout=60000,syncTimeout=60000");

        var status = await new RedisProbe(connection, TimeProvider.System).ReadAsync(Cancelled);

        Assert.True(status.IsUp, status.Cause);
        Assert.Matches(@"^\d+\.\d+", status.Version);
        Assert.True(status is { Connections: > 0, Bytes: > 0, RoundTrip: not null });
    }

    [Fact]
    public async Task Redis_Away_TellsTheCause()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{FreePort.Next()},abortConnect=false,connectTimeout=500");

        var status = await new RedisProbe(connection, TimeProvider.System).ReadAsync(Cancelled);

        Assert.Equal("it cannot be connected to", status.Cause);
    }

    private static PostgresProbe ProbeOf(IServiceProvider services) => new(services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System);

    private static ServiceProvider ServicesFor(string connection) => new ServiceCollection()
        .AddLogging()
        .AddDbContext<ConsoleDbContext>(options =>
        {
            options.UseNpgsql(connection);
            ConsoleDbContext.Configure(options);
        })
        .BuildServiceProvider();
}
