using System.Data.Common;
using M4sh.Console.Runs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace M4sh.Console.SystemStatus;

/// <summary>Postgres, over the connection that the console has for its own tables.</summary>
public sealed class PostgresProbe(IServiceScopeFactory scopes, TimeProvider time) : IStoreProbe
{
    public async Task<StoreStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ConsoleDbContext>();
            var answer = await db.Database.SqlQueryRaw<Answer>(
                """
                SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
                    (SELECT sum(numbackends)::bigint FROM pg_stat_database) AS connections,
                    current_setting('max_connections')::bigint AS max_connections,
                    pg_database_size(current_database()) AS bytes
                """).SingleAsync(cancellationToken);
            return new(StoreStatus.Postgres)
            {
                Version = answer.Version,
                RoundTrip = time.GetElapsedTime(began),
                Connections = answer.Connections,
                MaxConnections = answer.MaxConnections,
                Bytes = answer.Bytes,
            };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && CauseOf(exception) is not null)
        {
            return new(StoreStatus.Postgres) { Cause = CauseOf(exception) };
        }
    }

    // Only what is no secret: messages of the driver may hold more than one would like.
    private static string? CauseOf(Exception exception) => exception switch
    {
        DbException { SqlState: PostgresErrorCodes.CannotConnectNow } => "it is starting or stopping",
        DbException { SqlState: PostgresErrorCodes.TooManyConnections } => "it has no connection left",
        DbException { SqlState: PostgresErrorCodes.InvalidPassword } => "it refuses the console's password",
        DbException { SqlState: { } state } => $"it refused the console with {state}",
        DbException { InnerException: TimeoutException } or TimeoutException => "it did not answer in time",
        DbException => "it cannot be connected to",
        { InnerException: { } inner } => CauseOf(inner),
        _ => null,
    };

    private sealed record Answer(string Version, long Connections, long MaxConnections, long Bytes);
}
