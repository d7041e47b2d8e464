using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;
using Aspire.Hosting.Running;
using Aspire.Hosting.Testing;
using M4sh.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SupervisedProcess = Aspire.Hosting.Running.SupervisedProcess;

namespace M4sh.AppHost.Tests.Local;

public sealed class PostgresTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Cluster => Path.Combine(_folder.Path, "postgres", "data");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_StalePidFileAndNewPassword_KeepsTheData()
    {
        RequirePostgres();
        await using (var first = await StartAsync())
        {
            await QueryAsync(first, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
        }

        // As a killed server leaves it, with an id that belongs to somebody else by now. Without user secrets the password is another one as well.
        await File.WriteAllTextAsync(Path.Combine(Cluster, "postmaster.pid"), $"{Environment.ProcessId}\n{Cluster}\n", Cancellation);
        await using var second = await StartAsync();

        Assert.Equal(42, await QueryAsync(second, "SELECT id FROM kept"));
    }

    [Fact]
    public async Task Start_OrphanOfAnEarlierRun_IsReplaced()
    {
        RequirePostgres();
        await using (await StartAsync())
        {
        }

        var ready = new TaskCompletionSource();
        await using var orphan = SupervisedProcess.Start(
            new ProcessSpec(PostgresBinaries.Find()[0].Postgres, ["-D", Cluster, "-c", $"port={Ports.Allocate()}", "-c", "unix_socket_directories="], "/", "INT", PostgresRunner.User),
            line =>
            {
                if (line.Contains("ready to accept connections", StringComparison.Ordinal))
                {
                    ready.TrySetResult();
                }
            });
        await ready.Task.WaitAsync(Cancellation);

        await using var app = await StartAsync();

        Assert.False(orphan.IsRunning);
        Assert.Equal(1, await QueryAsync(app, "SELECT 1"));
    }

    [Fact]
    public async Task Server_Crashed_IsShownAsExited()
    {
        RequirePostgres();
        await using var app = await StartAsync();
        var (processId, _) = PostgresCluster.ReadServer(Cluster)!.Value;

        await Command.RunAsync("kill", ["-s", "KILL", $"{processId}"], Cancellation);

        await app.Application.ResourceNotifications.WaitForResourceAsync("postgres", KnownResourceStates.Exited, Cancellation);
    }

    [Fact]
    public void Runner_WithoutPostgres_NamesWhatToInstall()
    {
        using var data = DataFolder.OpenThrowaway();
        var server = new PostgresServerResource("postgres", new ParameterResource("password", () => "secret", secret: true));

        var runner = new PostgresRunner(server, [], data, new RunOptions(Testing: true, RandomPorts: true), NullLoggerFactory.Instance);

        Assert.Contains("apt-get install postgresql", runner.Unavailable, StringComparison.Ordinal);
    }

    private static void RequirePostgres() =>
        Requires.Condition(PostgresBinaries.Find().Count > 0, "postgres is not installed: apt-get install postgresql");

    private static async Task<object?> QueryAsync(LocalApp app, string sql)
    {
        await using var connection = new NpgsqlConnection(await app.Application.GetConnectionStringAsync("db", Cancellation));
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }

    private async Task<LocalApp> StartAsync()
    {
        var app = await LocalApp.StartAsync(_folder.Path, builder => builder.AddPostgres("postgres").WithDataVolume().AddDatabase("db"));
        await app.Application.ResourceNotifications.WaitForResourceHealthyAsync("db", Cancellation);
        return app;
    }
}
