using M4sh.Data;
using M4sh.QosWorker.Partitions;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace M4sh.QosWorker.Startup;

/// <summary>Brings the database up to date, and waits for it where it is not there yet. EF's lock makes it right for several workers at once.</summary>
public sealed partial class StartupService(
    IServiceScopeFactory scopes, PartitionCycle partitions, StartupState state, TimeProvider timeProvider, ILogger<StartupService> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        await MigrateAsync(cancellationToken);
        await partitions.RunCycleAsync(cancellationToken);
        state.SetReady();
        Log.Ready(logger);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = FirstDelay;
        string? said = null;
        while (true)
        {
            try
            {
                await RunAsync(stoppingToken);
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // A database that starts takes many tries, all with the same outcome.
                Log.NotYet(logger, said == exception.Message ? LogLevel.Debug : LogLevel.Warning, exception);
                said = exception.Message;
            }

            await Task.Delay(delay, timeProvider, stoppingToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<M4shDbContext>();
        await KnockAsync(db, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    // Past EF, which would retry within a try and log each time as an error.
    private async Task KnockAsync(M4shDbContext db, CancellationToken cancellationToken)
    {
        var connection = db.Database.GetDbConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.CloseAsync();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            Log.DatabaseMissing(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The database is migrated and has its partitions")]
        public static partial void Ready(ILogger logger);

        [LoggerMessage("The database is not ready: trying again until it is")]
        public static partial void NotYet(ILogger logger, LogLevel level, Exception exception);

        [LoggerMessage(LogLevel.Information, "The server has no such database yet: it will be made")]
        public static partial void DatabaseMissing(ILogger logger);
    }
}
