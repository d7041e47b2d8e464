using M4sh.Data;
using M4sh.Data.Qos.Rollups;
using M4sh.QosWorker.Cycles;
using M4sh.QosWorker.Partitions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace M4sh.QosWorker.Startup;

/// <summary>Brings the database up to date, and waits for it where it is not there yet. A lock makes it right for several workers at once.</summary>
public sealed partial class StartupService(
    IServiceScopeFactory scopes, PartitionCycle partitions, StartupState state, TimeProvider timeProvider, ILogger<StartupService> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

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
                // Where from is of interest only where it is not simply that nobody answers.
                var level = said == exception.Message ? LogLevel.Debug : LogLevel.Warning;
                Log.NotYet(logger, level, exception.Message, exception.IsPostgresAway ? null : exception);
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
        if (!await ExistsAsync(db, cancellationToken))
        {
            Log.Creating(logger);
            await db.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellationToken);
        }

        // EF's own lock is a table's, held a migration at a time: two workers that each have several to apply end up waiting for each other.
        await using var alone = await AdvisoryLock.TakeAsync(db, "migrations", cancellationToken);

        // Else EF asks a table that is not there what was applied, and logs that as an error.
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        if (await QosRollup.AdoptAsync(db, cancellationToken))
            Log.Adopted(logger);
    }

    // Past EF, which would retry within a try and log each time as an error.
    private static async Task<bool> ExistsAsync(M4shDbContext db, CancellationToken cancellationToken)
    {
        var connection = db.Database.GetDbConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.CloseAsync();
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The database is migrated and has its partitions")]
        public static partial void Ready(ILogger logger);

        [LoggerMessage("The database is not ready, trying again until it is: {Reason}")]
        public static partial void NotYet(ILogger logger, LogLevel level, string reason, Exception? exception);

        [LoggerMessage(LogLevel.Information, "The database comes from another cluster: rollups go on from where they were there")]
        public static partial void Adopted(ILogger logger);

        [LoggerMessage(LogLevel.Information, "The server has no such database yet: making it")]
        public static partial void Creating(ILogger logger);
    }
}
