using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using M4sh.Contracts.Sessions;
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
    private const string PostgresCheck = "M4shDbContext";
    private const string RedisCheck = "StackExchange.Redis";

    // Nothing is measured by it: what takes so long hangs.
    private static readonly TimeSpan Hangs = TimeSpan.FromMinutes(1);

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
        await CreateAsync(client);

        await _postgres.StopAsync();
        await AssertUnavailableAsync(client, "sessions/");
        await UntilHealthIsAsync(_api.Api, down: PostgresCheck);
        await _postgres.StartAsync();

        await CreateAsync(client);
        await UntilHealthIsAsync(_api.Api, down: null);
    }

    [Fact]
    public async Task Redis_StoppedThenBack_IsUnavailableUntilThen()
    {
        using var client = _api.Api.As("ada");
        using var guest = _api.Api.As("bob");
        var session = await CreateAsync(client);
        await UntilAsync(client, $"sessions/{session.Id}/join/", HttpStatusCode.OK);

        await _redis.StopAsync();
        await AssertUnavailableAsync(guest, $"sessions/{session.Id}/join/");
        await UntilHealthIsAsync(_api.Api, down: RedisCheck);
        await _redis.StartAsync();

        await UntilHealthIsAsync(_api.Api, down: null);
        await UntilAsync(client, $"sessions/{session.Id}/leave/", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Postgres_Stalled_UsesUpNothingAndResumes()
    {
        await using var proxy = new TcpProxy(new NpgsqlConnectionStringBuilder(_api.ConnectionString).Port);
        var through = new NpgsqlConnectionStringBuilder(_api.ConnectionString) { Port = proxy.Port }.ConnectionString;
        var api = _api.StartReplica("stalled", settings: new Dictionary<string, string?> { ["ConnectionStrings:m4shdb"] = through });
        using var client = api.As("ada");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreateAsync(client)));

        // Commands on connections that were open go the long way: Npgsql first asks the server, in vain, to cancel them.
        proxy.Stall();
        for (var round = 0; round < 3; round++)
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => AssertUnavailableAsync(client, "sessions/")));

        await UntilHealthIsAsync(api, down: PostgresCheck);
        proxy.Resume();

        await CreateAsync(client);
        await UntilAsync(() => Task.FromResult((proxy.Open <= 40, $"{proxy.Open} connections")));
    }

    [Fact]
    public async Task Redis_Stalled_IsUnavailableAndResumes()
    {
        var options = StackExchange.Redis.ConfigurationOptions.Parse(_redis.ConnectionString);
        await using var proxy = new TcpProxy(((IPEndPoint)options.EndPoints[0]).Port);
        var api = _api.StartReplica("stalled", settings: new Dictionary<string, string?> { ["ConnectionStrings:redis"] = $"127.0.0.1:{proxy.Port}" });
        using var client = api.As("ada");
        using var guest = api.As("bob");
        var session = await CreateAsync(client);
        await UntilAsync(client, $"sessions/{session.Id}/join/", HttpStatusCode.OK);

        proxy.Stall();
        await AssertUnavailableAsync(guest, $"sessions/{session.Id}/join/");
        await UntilHealthIsAsync(api, down: RedisCheck);
        proxy.Resume();

        await UntilHealthIsAsync(api, down: null);
        await UntilAsync(client, $"sessions/{session.Id}/leave/", HttpStatusCode.OK);
    }

    private static async Task AssertUnavailableAsync(HttpClient client, string path)
    {
        var (status, retryAfter, body) = await PostAsync(client, path);
        Assert.True(status == HttpStatusCode.ServiceUnavailable, $"{status}: {body}");
        Assert.InRange(retryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal("unavailable", JsonElement.Parse(body).GetProperty("code").GetString());
    }

    /// <summary>Until nothing is unhealthy but this; alive it is all the time.</summary>
    private static Task UntilHealthIsAsync(ApiReplica api, string? down) => UntilAsync(async () =>
    {
        using var client = api.Root();
        using var alive = await client.GetAsync(new Uri("/alive", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        using var health = await client.GetAsync(new Uri("/health", UriKind.Relative), Cancelled);
        var body = await health.Content.ReadAsStringAsync(Cancelled);
        var unhealthy = JsonElement.Parse(body).GetProperty("checks").EnumerateObject()
            .Where(check => check.Value.GetProperty("status").GetString() != "healthy").Select(check => check.Name).ToList();
        Assert.Equal(unhealthy.Count == 0 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, health.StatusCode);
        return (unhealthy.SequenceEqual(down is null ? [] : [down]), body);
    });

    private static async Task<Session> CreateAsync(HttpClient client) =>
        JsonSerializer.Deserialize<Session>(await UntilAsync(client, "sessions/", HttpStatusCode.Created), Contracts.Json.M4shJson.Options)!;

    private static async Task<string> UntilAsync(HttpClient client, string path, HttpStatusCode expected)
    {
        var told = "";
        await UntilAsync(async () =>
        {
            (var status, _, told) = await PostAsync(client, path);
            return (status == expected, told);
        });
        return told;
    }

    private static async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, string Body)> PostAsync(HttpClient client, string path)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, Cancelled);
        return (response.StatusCode, response.Headers.RetryAfter?.Delta, await response.Content.ReadAsStringAsync(Cancelled));
    }

    // Neither server tells when it may be used again: ask until it may.
    private static async Task UntilAsync(Func<Task<(bool Holds, string Seen)>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (await condition() is (false, var seen))
            Assert.True(watch.Elapsed < Hangs, seen);
    }
}
