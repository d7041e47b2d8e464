using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Aspire.Hosting.Native;

internal sealed class PostgresRunner(
    PostgresServerResource server, IReadOnlyList<PostgresBinaries> binaries, DataFolder data, RunOptions options, ILoggerFactory loggers)
    : NativeRunner(server, loggers)
{
    public const string User = "postgres";
    private string _cluster = "";

    public override string Description => "native postgres";

    public override string? Unavailable => binaries.Count > 0 ? null : "PostgreSQL is not installed: apt-get install postgresql";

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var files = new PostgresCluster(data.For(Resource.Name, server.KeepsData && !options.Testing), binaries);
        var password = await server.PasswordParameter.GetValueAsync(cancellationToken) ?? "";
        var program = await files.PrepareAsync(password, cancellationToken);
        _cluster = files.Path;

        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={Port}", "unix_socket_directories=", "max_connections=200",
            // A test's data is thrown away, so a crash of the machine costs nothing.
            .. options.Testing ? new[] { "fsync=off", "full_page_writes=off" } : [],
        ];
        Launch(new ProcessSpec(
            program.Postgres, ["-D", _cluster, .. settings.SelectMany(setting => new[] { "-c", setting })], "/", StopSignal: "INT", User: User));
    }

    protected override async Task<string?> PingAsync(CancellationToken cancellationToken)
    {
        if (PostgresCluster.ReadServer(_cluster) is not { } running)
            return "starting";

        // Whoever answers on the port may be another server: ours writes its own id into the data folder.
        if (running.ProcessId != Process!.Id)
            throw new HostingException($"Process {running.ProcessId} runs on {_cluster} beside ours; stop it first.");

        if (!running.Ready)
            return "starting";

        return await AskAsync(
            $"{await server.ConnectionStringExpression.GetValueAsync(cancellationToken)};Database=postgres", "SELECT 1", cancellationToken);
    }

    /// <summary>Null when the statement went through, else why not yet.</summary>
    public static async Task<string?> AskAsync(string connectionString, string statement, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false;Timeout=5;Command Timeout=5");
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return exception.Message;
        }
    }
}
