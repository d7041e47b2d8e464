using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using M4sh.Contracts.Sessions;
using M4sh.SignalingApi.Tests.Http;
using M4sh.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace M4sh.SignalingApi.Tests.Failures;

/// <summary>Postgres and Redis stopped, stalled and back, each test on servers of its own, and alone: these watch the clock.</summary>
[Collection(nameof(FailureCollection))]
public sealed class FailureTests : IAsyncLifetime
{
    private const string PostgresCheck = "M4shDbContext";
    private const int MaxThreads = 64;
    private const string RedisCheck = "StackExchange.Redis";

    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(20);

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
        await AssertHealthAsync(_api.Api, down: PostgresCheck);
        await _postgres.StartAsync();

        await UntilAsync(async () => (await PostAsync(client, "sessions/")).Status == HttpStatusCode.Created);
        await AssertHealthAsync(_api.Api, down: null);
    }

    [Fact]
    public async Task Redis_StoppedThenBack_IsUnavailableUntilThen()
    {
        using var client = _api.Api.As("ada");
        using var guest = _api.Api.As("bob");
        var session = await CreateAsync(client);
        await PostAsync(client, $"sessions/{session.Id}/join/");

        await _redis.StopAsync();
        await AssertUnavailableAsync(guest, $"sessions/{session.Id}/leave/", before: $"sessions/{session.Id}/join/");
        await AssertHealthAsync(_api.Api, down: RedisCheck);
        await _redis.StartAsync();

        await UntilAsync(async () => await HealthyAsync(_api.Api));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(client, $"sessions/{session.Id}/leave/")).Status);
    }

    [Fact]
    public async Task Postgres_Stalled_UsesUpNothingAndResumes()
    {
        await using var proxy = new TcpProxy(new NpgsqlConnectionStringBuilder(_api.ConnectionString).Port);
        var through = new NpgsqlConnectionStringBuilder(_api.ConnectionString) { Port = proxy.Port }.ConnectionString;
        var api = _api.StartReplica("stalled", settings: new Dictionary<string, string?> { ["ConnectionStrings:m4shdb"] = through });
        using var client = api.As("ada");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreateAsync(client)));
        var threads = ThreadPool.ThreadCount;

        // Commands on connections that were open go the long way: Npgsql first asks the server, in vain, to cancel them.
        proxy.Stall();
        for (var round = 0; round < 3; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PostAsync(client, "sessions/")));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
        }

        await AssertUnavailableAsync(client, "sessions/");
        await AssertHealthAsync(api, down: PostgresCheck);
        Assert.InRange(ThreadPool.ThreadCount, 0, threads + MaxThreads);
        proxy.Resume();

        await UntilAsync(async () => (await PostAsync(client, "sessions/")).Status == HttpStatusCode.Created);
        await UntilAsync(() => Task.FromResult(proxy.Open <= 40));
    }

    [Fact]
    public async Task Redis_Stalled_IsUnavailableInTimeAndResumes()
    {
        var options = StackExchange.Redis.ConfigurationOptions.Parse(_redis.ConnectionString);
        await using var proxy = new TcpProxy(((IPEndPoint)options.EndPoints[0]).Port);
        var api = _api.StartReplica("stalled", settings: new Dictionary<string, string?> { ["ConnectionStrings:redis"] = $"127.0.0.1:{proxy.Port}" });
        using var client = api.As("ada");
        var session = await CreateAsync(client);
        await PostAsync(client, $"sessions/{session.Id}/join/");

        proxy.Stall();
        using var guest = api.As("bob");
        await AssertUnavailableAsync(guest, $"sessions/{session.Id}/leave/", before: $"sessions/{session.Id}/join/");
        await AssertHealthAsync(api, down: RedisCheck);
        proxy.Resume();

        await UntilAsync(async () => await HealthyAsync(api));
    }

    [Fact]
    public async Task Request_CancelledByItsClient_StopsItsWorkWithoutAnError()
    {
        using var logs = new CapturedLogs();
        var api = _api.StartReplica("cancelled", services: services => services.AddSingleton<ILoggerProvider>(logs));
        using var client = api.As("ada");
        var session = await CreateAsync(client);
        await using var holder = new NpgsqlConnection(_api.ConnectionString);
        await holder.OpenAsync(Cancelled);
        await using var transaction = await holder.BeginTransactionAsync(Cancelled);
        await ScalarAsync(holder, $"SELECT count(*) FROM (SELECT FROM sessions WHERE id = '{session.Id}' FOR UPDATE) AS held");

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var join = client.PostAsync(new Uri($"sessions/{session.Id}/join/", UriKind.Relative), null, cancel.Token);
        await UntilAsync(async () => await WaitingAsync(holder) == 1);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => join);

        await UntilAsync(async () => await WaitingAsync(holder) == 0);
        Assert.DoesNotContain(logs.Lines, line => line.StartsWith("A request failed", StringComparison.Ordinal));
    }

    private static Task<long> WaitingAsync(NpgsqlConnection connection) =>
        ScalarAsync(connection, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()");

    private static async Task<long> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Cancelled))!;
    }

    private static async Task AssertUnavailableAsync(HttpClient client, string path, string? before = null)
    {
        // Once before it is measured: the first failure of a kind is compiled on its way.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PostAsync(client, before ?? path)).Status);
        var watch = Stopwatch.StartNew();
        var (status, retryAfter, body) = await PostAsync(client, path);

        Assert.True(status == HttpStatusCode.ServiceUnavailable, $"{status}: {body}");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, InTime);
        Assert.InRange(retryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal("unavailable", JsonElement.Parse(body).GetProperty("code").GetString());
    }

    private static async Task AssertHealthAsync(ApiReplica api, string? down)
    {
        using var client = api.Root();
        using var alive = await client.GetAsync(new Uri("/alive", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        using var health = await client.GetAsync(new Uri("/health", UriKind.Relative), Cancelled);
        Assert.Equal(down is null ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, health.StatusCode);
        var checks = JsonElement.Parse(await health.Content.ReadAsStringAsync(Cancelled)).GetProperty("checks");
        var unhealthy = checks.EnumerateObject().Where(check => check.Value.GetProperty("status").GetString() != "healthy").Select(check => check.Name);
        Assert.Equal(down is null ? [] : [down], unhealthy);
    }

    private static async Task<bool> HealthyAsync(ApiReplica api)
    {
        using var client = api.Root();
        using var health = await client.GetAsync(new Uri("/health", UriKind.Relative), Cancelled);
        return health.IsSuccessStatusCode;
    }

    private static async Task<Session> CreateAsync(HttpClient client)
    {
        var (status, _, body) = await PostAsync(client, "sessions/");
        Assert.True(status == HttpStatusCode.Created, $"{status}: {body}");
        return JsonSerializer.Deserialize<Session>(body, Contracts.Json.M4shJson.Options)!;
    }

    private static async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, string Body)> PostAsync(HttpClient client, string path)
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, Cancelled);
        return (response.StatusCode, response.Headers.RetryAfter?.Delta, await response.Content.ReadAsStringAsync(Cancelled));
    }

    // Neither server tells when it may be used again: ask until it may.
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Back);
    }
}
