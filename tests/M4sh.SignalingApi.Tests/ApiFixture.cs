using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.SignalingApi.Tests.Tokens;
using M4sh.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace M4sh.SignalingApi.Tests;

/// <summary>The API on a database of its own: a class fixture. Its replicas share that database and the assembly's Redis.</summary>
public sealed class ApiFixture(PostgresServer postgres, RedisServer redis) : IAsyncDisposable
{
    private readonly List<ApiReplica> _replicas = [];
    private string? _connectionString;

    /// <summary>The first replica.</summary>
    public ApiReplica Api => _replicas[0];

    public string ConnectionString => _connectionString ?? throw new InvalidOperationException("StartAsync was not called.");

    /// <summary>Only the tests of failures have the times of production: a busy machine is not a failing Redis or Postgres.</summary>
    public bool IsPatient { get; init; } = true;

    /// <summary>Makes the database and starts the first replica, once. Called by a test, so that a missing program skips that test.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_connectionString is not null)
        {
            return;
        }

        var connectionString = await postgres.CreateDatabaseAsync(cancellationToken);
        _connectionString = connectionString;
        await using var db = CreateDbContext();
        await db.Database.MigrateAsync(cancellationToken);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await QosPartitions.EnsureAsync(db, today.AddDays(-2), today.AddDays(2), cancellationToken);
        StartReplica("replica-1");
    }

    /// <summary>Starts another replica on the same database and Redis.</summary>
    /// <param name="name">Its <c>service.instance.id</c>.</param>
    /// <param name="environment">The host's environment.</param>
    /// <param name="settings">Configuration beside, or instead of, what every replica gets.</param>
    /// <param name="services">Services to put in another's place, such as the clock.</param>
    public ApiReplica StartReplica(
        string name, string? environment = null, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var all = new Dictionary<string, string?>
        {
            ["ConnectionStrings:m4shdb"] = IsPatient ? $"{ConnectionString};Timeout=20;Command Timeout=30" : ConnectionString,
            ["Failures:RedisTimeout"] = IsPatient ? "00:00:20" : null,
            ["Failures:PostgresTimeout"] = IsPatient ? "00:00:40" : null,
            ["Failures:RequestDeadline"] = IsPatient ? "00:00:40" : null,
            ["Auth:IssuerTimeout"] = "00:00:20",
            ["Signaling:NodeTimeout"] = IsPatient ? "00:01:00" : null,
            ["ConnectionStrings:redis"] = redis.ConnectionString,
            ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={name}",
            ["Auth:SigningKey"] = TestTokens.SigningKey,
            ["WEBRTC_TOKEN_SECRET"] = TestTokens.SessionSecret,
            ["Cors:Origins:0"] = "http://console.test",

            // A busy machine is not a client that is gone.
            ["Signaling:Silence"] = "00:05:00",
            ["Signaling:JoinTimeout"] = "00:05:00",
            ["Signaling:CloseTimeout"] = "00:01:00",
            ["Signaling:AnswerPatience"] = "00:00:30",

            // Only the tests of the limits run into them.
            ["RateLimits:Requests"] = "100000",
            ["RateLimits:AdminRequests"] = "100000",
            ["RateLimits:QualityRequests"] = "100000",
            ["RateLimits:AnonymousRequests"] = "100000",
            ["Logging:LogLevel:Default"] = "Error",
            ["Logging:LogLevel:Microsoft.Extensions.Hosting"] = "None",

            // They say at length what the tests do to them, and hide what a test that fails has to say.
            ["Logging:LogLevel:StackExchange.Redis"] = "None",
            ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "None",
            ["Logging:LogLevel:Microsoft.AspNetCore.Authentication"] = "None",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            all[key] = value;
        }

        // An empty one is not the default.
        var given = all.Where(setting => setting.Value is not null).ToDictionary();
        var replica = new ApiReplica(environment ?? Environments.Development, given, services);
        replica.StartServer();
        _replicas.Add(replica);
        return replica;
    }

    public M4shDbContext CreateDbContext()
    {
        var options = new DbContextOptionsBuilder<M4shDbContext>().UseNpgsql(ConnectionString);
        M4shDbContext.Configure(options);
        return new(options.Options);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }
    }
}
