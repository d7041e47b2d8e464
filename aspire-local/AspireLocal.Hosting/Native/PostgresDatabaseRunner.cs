using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Npgsql;

namespace Aspire.Hosting.Native;

internal sealed class PostgresDatabaseRunner(PostgresDatabaseResource database) : ResourceRunner(database)
{
    public override string Description => $"database {database.DatabaseName}";

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var server = await database.Parent.ConnectionStringExpression.GetValueAsync(cancellationToken);
        await using var connection = new NpgsqlConnection($"{server};Database=postgres;Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new() { Value = database.DatabaseName } },
        };
        if (await exists.ExecuteScalarAsync(cancellationToken) is not null)
            return;

        var quoted = database.DatabaseName.Replace("\"", "\"\"", StringComparison.Ordinal);
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{quoted}\"", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task<string?> CheckHealthAsync(CancellationToken cancellationToken) =>
        await PostgresRunner.AskAsync((await database.ConnectionStringExpression.GetValueAsync(cancellationToken))!, "SELECT 1", cancellationToken);
}
