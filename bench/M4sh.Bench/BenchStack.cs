using System.Diagnostics;
using System.Globalization;
using System.Text;
using M4sh.Contracts.Tokens;
using M4sh.TestSupport;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace M4sh.Bench;

/// <summary>Servers and services of a run's own, on loopback and ports that nobody else has, gone with it. Postgres keeps what it commits (fsync on).</summary>
internal sealed class BenchStack : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private readonly string _signingKey = $"{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
    private readonly List<Process> _services = [];

    private TcpProxy? _postgresProxy;
    private TcpProxy? _redisProxy;

    private BenchStack()
    {
    }

    private IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public PostgresServer Postgres { get; } = new() { IsDurable = true };

    public RedisServer Redis { get; } = new();

    /// <summary>What the API's connections to Postgres go through, in a proxied stack.</summary>
    public TcpProxy PostgresProxy => _postgresProxy ?? throw new InvalidOperationException("The stack is not proxied.");

    /// <summary>The same to Redis.</summary>
    public TcpProxy RedisProxy => _redisProxy ?? throw new InvalidOperationException("The stack is not proxied.");

    public string ConnectionString { get; private set; } = "";

    public Uri Api { get; private set; } = new("http://127.0.0.1");

    /// <summary>The first replica of the API; <see cref="Api"/> is its address.</summary>
    public Process ApiProcess { get; private set; } = null!;

    public Process WorkerProcess { get; private set; } = null!;

    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="proxied">Postgres and Redis are behind proxies.</param>
    /// <param name="settings">Of the services, beside what all runs have.</param>
    public static async Task<BenchStack> StartAsync(
        CancellationToken cancellationToken, bool proxied = false, IReadOnlyDictionary<string, string>? settings = null)
    {
        var stack = new BenchStack { Settings = settings ?? new Dictionary<string, string>() };
        await stack.Postgres.InitializeAsync();
        await stack.Redis.InitializeAsync();
        stack.ConnectionString = await stack.Postgres.CreateDatabaseAsync(cancellationToken);
        await stack.StartServiceAsync("M4sh.QosWorker", cancellationToken);
        stack.WorkerProcess = stack._services[^1];
        if (proxied)
        {
            stack._postgresProxy = new(new NpgsqlConnectionStringBuilder(stack.ConnectionString).Port);
            stack._redisProxy = new(int.Parse(stack.Redis.ConnectionString.Split(':', ',')[1], CultureInfo.InvariantCulture));
        }

        (stack.ApiProcess, stack.Api) = await stack.StartApiAsync(cancellationToken);
        return stack;
    }

    /// <summary>Starts another replica of the API, or one that was killed, on its port.</summary>
    public async Task<(Process Process, Uri Address)> StartApiAsync(
        CancellationToken cancellationToken, int? port = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var address = await StartServiceAsync("M4sh.SignalingApi", cancellationToken, port, settings);
        return (_services[^1], address);
    }

    /// <summary>Starts the console as it is deployed: its assets are where it is published only.</summary>
    public async Task<(Process Process, Uri Address)> StartConsoleAsync(string token, CancellationToken cancellationToken)
    {
        var assembly = await PublishedService.PublishAsync("M4sh.Console", cancellationToken);
        var address = await StartAssemblyAsync(assembly, null, new Dictionary<string, string>(Settings)
        {
            ["Access__Token"] = token,
            ["services__signaling-api__http__0"] = Api.ToString(),
        }, cancellationToken);
        return (_services[^1], address);
    }

    /// <summary>A client of the REST API as a user.</summary>
    public HttpClient As(string userId, bool admin = false)
    {
        var client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { BaseAddress = new(Api, "/api/v1/webrtc/") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", TokenOf(userId, admin));
        return client;
    }

    public string TokenOf(string userId, bool admin = false)
    {
        var claims = new Dictionary<string, object> { ["sub"] = userId };
        if (admin)
            claims["role"] = "admin";

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = PlatformToken.Issuer,
            Audience = PlatformToken.Audience,
            Expires = TimeProvider.System.GetUtcNow().AddHours(6).UtcDateTime,
            Claims = claims,
            SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(_signingKey)), SecurityAlgorithms.HmacSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            service.Kill();
            await service.WaitForExitAsync();
            service.Dispose();
        }

        foreach (var proxy in (TcpProxy?[])[_postgresProxy, _redisProxy])
            await (proxy?.DisposeAsync() ?? ValueTask.CompletedTask);

        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    private Task<Uri> StartServiceAsync(string name, CancellationToken cancellationToken, int? port = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var assembly = Path.Combine(RepositoryFolder.Path, name, "bin", PublishedService.Configuration, "net10.0", $"{name}.dll");
        return StartAssemblyAsync(assembly, port, settings ?? Settings, cancellationToken);
    }

    private async Task<Uri> StartAssemblyAsync(string assembly, int? port, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var name = Path.GetFileNameWithoutExtension(assembly);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port ?? FreePort.Next()}"));
        var start = new ProcessStartInfo("dotnet", [assembly]) { WorkingDirectory = Path.GetDirectoryName(assembly), RedirectStandardOutput = true };
        foreach (var (key, value) in Environment(name, address).Concat(settings))
            start.Environment[key] = value;

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");

        // Of what they log here only errors come: they are told.
        process.OutputDataReceived += static (_, line) =>
        {
            if (!string.IsNullOrEmpty(line.Data))
                Console.Error.WriteLine(line.Data);
        };
        process.BeginOutputReadLine();
        _services.Add(process);
        using var client = new HttpClient { BaseAddress = address };
        var watch = Stopwatch.StartNew();
        while (!await IsHealthyAsync(client, cancellationToken))
        {
            if (watch.Elapsed > StartTime || process.HasExited)
                throw new InvalidOperationException($"{name} does not become healthy.");

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }

        return address;
    }

    private Dictionary<string, string> Environment(string name, Uri address) => new()
    {
        ["ASPNETCORE_URLS"] = address.ToString(),
        ["DOTNET_ENVIRONMENT"] = "Production",
        ["OTEL_SERVICE_NAME"] = name,
        ["ConnectionStrings__m4shdb"] = _postgresProxy is { } postgres
            ? new NpgsqlConnectionStringBuilder(ConnectionString) { Port = postgres.Port }.ConnectionString
            : ConnectionString,
        ["ConnectionStrings__redis"] = _redisProxy is { } redis
            ? string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{redis.Port}")
            : Redis.ConnectionString,
        ["Auth__SigningKey"] = _signingKey,
        ["Logging__LogLevel__Default"] = "Error",

        // The load is one machine's: no limit of a user's requests may be what is measured.
        ["RateLimits__Window"] = "00:00:01",
        ["RateLimits__Requests"] = "100000",
        ["RateLimits__AdminRequests"] = "100000",
        ["RateLimits__QualityRequests"] = "100000",
        ["RateLimits__AnonymousRequests"] = "100000",
        ["WebRtc__IssueLimit"] = "100000",
    };

    private static async Task<bool> IsHealthyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
