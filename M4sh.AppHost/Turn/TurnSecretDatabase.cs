using Microsoft.Data.Sqlite;

namespace M4sh.AppHost.Turn;

/// <summary>coturn's database, of which it reads the secrets anew for every credential: what is added or removed here counts at once.</summary>
internal sealed class TurnSecretDatabase(string path, string realm)
{
    public const string FileName = "turndb";

    /// <summary>Makes the database; only its owner can read it.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        PrivateFiles.Write(path, "");

        // A reader is never locked out while a secret is written: coturn does not wait, it refuses the credential.
        await RunAsync("PRAGMA journal_mode=WAL", cancellationToken);
        await RunAsync("CREATE TABLE turn_secret (realm varchar(127), value varchar(256), PRIMARY KEY (realm, value))", cancellationToken);
    }

    public Task AddAsync(string secret, CancellationToken cancellationToken) =>
        RunAsync("INSERT OR IGNORE INTO turn_secret (realm, value) VALUES ($realm, $value)", cancellationToken, secret);

    public Task RemoveAsync(string secret, CancellationToken cancellationToken) =>
        RunAsync("DELETE FROM turn_secret WHERE realm = $realm AND value = $value", cancellationToken, secret);

    private async Task RunAsync(string statement, CancellationToken cancellationToken, string? secret = null)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        if (secret is not null)
        {
            command.Parameters.AddWithValue("$realm", realm);
            command.Parameters.AddWithValue("$value", secret);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
