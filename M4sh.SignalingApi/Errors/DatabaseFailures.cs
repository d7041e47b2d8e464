using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using M4sh.Data;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Errors;

/// <summary>What a failing Postgres does to a request.</summary>
internal static class DatabaseFailures
{
    // In whole seconds, as Npgsql has it: no request waits for the half of a minute that are the defaults, nor for a connection of a pool that is used
    // up. Npgsql asks a server that does not answer to cancel, on a connection of its own and holding a thread, for as long as Timeout says. Nothing here
    // leaves anything behind in its connection (no SET, no lock beyond the transaction), so none is reset before it is used again.
    private const string Bounds = "Timeout=1;Command Timeout=1;Cancellation Timeout=-1;GSS Encryption Mode=Disable;Maximum Pool Size=40;Keepalive=10;No Reset On Close=true;Max Auto Prepare=100;";

    /// <summary>What the connection string says itself goes before.</summary>
    public static void Configure(NpgsqlEntityFrameworkCorePostgreSQLSettings settings) => settings.ConnectionString = Bounds + settings.ConnectionString;

    public static void Configure(DbContextOptionsBuilder options)
    {
        M4shDbContext.Configure(options);

        // The default retries keep a caller waiting for a minute before it is told `unavailable`.
        options.UseNpgsql(npgsql => npgsql.ExecutionStrategy(dependencies => new BriefRetries(dependencies)));
    }
}
