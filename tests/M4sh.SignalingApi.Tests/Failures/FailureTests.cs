using System.Net;
using M4sh.TestSupport;
using Npgsql;

namespace M4sh.SignalingApi.Tests.Failures;

/// <summary>
/// Postgres and Redis stopped, stalled and back, each test on servers of its own. With the short times of production a busy machine is a failing
/// server too: what has to work is asked for until it does. How soon a caller is told, <c>bench failure</c> measures.
/// </summary>
[Collection(nameof(FailureCollection))]
public sealed class FailureTests : IAsyncLifetime
{
    private readonly PostgresServer _postgres = new();
    private readonly RedisServer _redis = new();
    private ApiFixture _api = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        await _redis.InitializeAsync();
        _api = new(_postgres, _redis) { IsPatient = false };
        await _api.StartAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Postgres_StoppedThenBack_IsUnavailableUntilThen()
    {
        using var client = _api.Api.As("ada");
        await Asking.CreateAsync(client);

        await _postgres.StopAsync();
        await Asking.AssertUnavailableAsync(client, "sessions/");
        await Asking.UntilHealthIsAsync(_api.Api, down: Asking.PostgresCheck);
        await _postgres.StartAsync();

        await Asking.CreateAsync(client);
        await Asking.UntilHealthIsAsync(_api.Api, down: null);
    }

    [Fact]
    public async Task Redis_StoppedThenBack_IsUnavailableUntilThen()
    {
        using var client = _api.Api.As("ada");
        using var guest = _api.Api.As("bob");
        var session = await Asking.CreateAsync(client);
        await Asking.UntilAsync(client, $"sessions/{session.Id}/join/", HttpStatusCode.OK);

        await _redis.StopAsync();
        await Asking.AssertUnavailableAsync(guest, $"sessions/{session.Id}/join/");
        await Asking.UntilHealthIsAsync(_api.Api, down: Asking.RedisCheck);
        await _redis.StartAsync();

        await Asking.UntilHealthIsAsync(_api.Api, down: null);
        await Asking.UntilAsync(client, $"sessions/{session.Id}/leave/", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Postgres_Stalled_UsesUpNothingAndResumes()
    {
        await using var proxy = new TcpProxy(new NpgsqlConnectionStringBuilder(_api.ConnectionString).Port);
        var through = new NpgsqlConnectionStringBuilder(_api.ConnectionString) { Port = proxy.Port }.ConnectionString;
        var api = _api.StartReplica("stalled", settings: new Dictionary<string, string?> { ["ConnectionStrings:m4shdb"] = through });
        using var client = api.As("ada");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Asking.CreateAsync(client)));

        // Commands on connections that were open go the long way: Npgsql first asks the server, in vain, to cancel them.
        proxy.Stall();
        for (var round = 0; round < 3; round++)
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Asking.AssertUnavailableAsync(client, "sessions/")));

        await Asking.UntilHealthIsAsync(api, down: Asking.PostgresCheck);
        proxy.Resume();

        await Asking.CreateAsync(client);
        await Asking.UntilAsync(() => Task.FromResult((proxy.Open <= 40, $"{proxy.Open} connections")));
    }

    [Fact]
    public async Task Redis_Stalled_IsUnavailableAndResumes()
    {
        var options = StackExchange.Redis.ConfigurationOptions.Parse(_redis.ConnectionString);
        await using var proxy = new TcpProxy(((IPEndPoint)options.EndPoints[0]).Port);
        var api = _api.StartReplica("stalled", settings: new Dictionary<string, string?> { ["ConnectionStrings:redis"] = $"127.0.0.1:{proxy.Port}" });
        using var client = api.As("ada");
        using var guest = api.As("bob");
        var session = await Asking.CreateAsync(client);
        await Asking.UntilAsync(client, $"sessions/{session.Id}/join/", HttpStatusCode.OK);

        proxy.Stall();
        await Asking.AssertUnavailableAsync(guest, $"sessions/{session.Id}/join/");
        await Asking.UntilHealthIsAsync(api, down: Asking.RedisCheck);
        proxy.Resume();

        await Asking.UntilHealthIsAsync(api, down: null);
        await Asking.UntilAsync(client, $"sessions/{session.Id}/leave/", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Start_PostgresAway_ServesWhenItComes()
    {
        await _postgres.StopAsync();
        var api = _api.StartReplica("early");
        using var client = api.As("ada");

        await Asking.UntilHealthIsAsync(api, down: Asking.PostgresCheck);
        await _postgres.StartAsync();

        await Asking.CreateAsync(client);
        await Asking.UntilHealthIsAsync(api, down: null);
    }
}
