using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Xunit;

namespace M4sh.TestSupport;

/// <summary>A real Postgres of its own: <c>[assembly: AssemblyFixture(typeof(PostgresServer))]</c>, then a database a test or class.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Install = "apt-get install postgresql";

    /// <summary>Where Debian keeps the servers, newest first: not on the PATH.</summary>
    public static IEnumerable<string> Folders { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
        : [];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"m4sh-pg-{Path.GetRandomFileName()}");
    private readonly int _port = FreePort.Next();
    private int _databases;
    private SupervisedProcess? _server;

    /// <summary>What the running server has printed: its log.</summary>
    public string Output => _server?.Output ?? "";

    /// <summary>What is committed survives the machine. Tests need not wait for that, measurements must.</summary>
    public bool IsDurable { get; init; }

    public async ValueTask InitializeAsync()
    {
        if (Requires.Find("postgres", Folders) is null)
        {
            // The tests that need it say so themselves, each in CreateDatabaseAsync.
            return;
        }

        Directory.CreateDirectory(_folder);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", _folder);
        }

        await RunAsync([.. AsPostgres(), Binary("initdb"), "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        await StartAsync();
    }

    /// <summary>Starts the server after <see cref="StopAsync"/>; when it returns, it answers.</summary>
    public async Task StartAsync()
    {
        _server = SupervisedProcess.Start("INT", AsPostgres()[0], [
            .. AsPostgres()[1..], Binary("postgres"), "-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-k", _folder,
            "-c", "listen_addresses=127.0.0.1", "-c", $"fsync={(IsDurable ? "on" : "off")}", "-c", "max_connections=1000"]);
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (deadline.Elapsed < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
            catch (NpgsqlException exception)
            {
                throw new InvalidOperationException($"Postgres did not start:\n{_server.Output}", exception);
            }
        }
    }

    /// <summary>Stops the server; its data stay.</summary>
    public async Task StopAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            NpgsqlConnection.ClearAllPools();
            await server.DisposeAsync();
        }
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        Binary("postgres");
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {name}";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private string Data => Path.Combine(_folder, "data");

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database}");

    private static string Binary(string name) => Requires.Program(name, Install, Folders);

    // Postgres refuses to run as root.
    private static string[] AsPostgres() =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : ["env"];

    private static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} failed: {await output}{await errors}");
        }
    }
}
