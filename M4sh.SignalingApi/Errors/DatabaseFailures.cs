using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using M4sh.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace M4sh.SignalingApi.Errors;

/// <summary>What a failing Postgres does to a request.</summary>
internal static class DatabaseFailures
{
    // In whole seconds, as Npgsql has it. No request waits for the half of a minute that are the defaults, nor for a connection of a pool that is used up.
    private const string Bounds = "Timeout=2;Command Timeout=2;Cancellation Timeout=-1;Maximum Pool Size=40;Keepalive=10;";

    private const int Retries = 3;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>What the connection string says itself goes before.</summary>
    public static void Configure(NpgsqlEntityFrameworkCorePostgreSQLSettings settings) => settings.ConnectionString = Bounds + settings.ConnectionString;

    public static void Configure(DbContextOptionsBuilder options)
    {
        M4shDbContext.Configure(options);

        // The default retries keep a caller waiting for a minute before it is told `unavailable`.
        options.UseNpgsql(npgsql => npgsql.EnableRetryOnFailure(Retries, MaxDelay, errorCodesToAdd: null));

        // ProblemExceptionHandler logs what nobody expected. EF's own errors would add those that are (two creates of one lesson), with values.
        options.ConfigureWarnings(warnings => warnings.Log(
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.ConnectionError, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug)));
    }
}
