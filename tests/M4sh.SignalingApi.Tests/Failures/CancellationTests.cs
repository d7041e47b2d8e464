using M4sh.SignalingApi.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace M4sh.SignalingApi.Tests.Failures;

public sealed class CancellationTests(ApiFixture fixture) : ApiTests(fixture)
{
    [Fact]
    public async Task Request_CancelledByItsClient_StopsItsWorkWithoutAnError()
    {
        using var logs = new CapturedLogs();
        var api = Fixture.StartReplica("cancelled", services: services => services.AddSingleton<ILoggerProvider>(logs));
        using var client = api.As(NewUser("ada"));
        var session = await CreateAsync(client);
        await using var holder = new NpgsqlConnection(Fixture.ConnectionString);
        await holder.OpenAsync(Cancelled);
        await using var transaction = await holder.BeginTransactionAsync(Cancelled);
        await ScalarAsync(holder, $"SELECT count(*) FROM (SELECT FROM sessions WHERE id = '{session.Id}' FOR UPDATE) AS held");

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var join = client.PostAsync(new Uri($"sessions/{session.Id}/join/", UriKind.Relative), null, cancel.Token);
        while (await WaitingAsync(holder) != 1)
            Cancelled.ThrowIfCancellationRequested();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => join);

        while (await WaitingAsync(holder) != 0)
            Cancelled.ThrowIfCancellationRequested();
        Assert.DoesNotContain(logs.Lines, line => line.StartsWith("A request failed", StringComparison.Ordinal));
    }

    private static Task<long> WaitingAsync(NpgsqlConnection connection) =>
        ScalarAsync(connection, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()");

    private static async Task<long> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Cancelled))!;
    }
}
