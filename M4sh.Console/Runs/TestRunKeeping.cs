using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Runs;

/// <summary>Makes the console's tables, once the database is there, and deletes what was kept long enough.</summary>
public sealed partial class TestRunKeeping(
    IServiceScopeFactory scopes, ITestRunStore store, IOptions<TestRunOptions> options, TimeProvider time, ILogger<TestRunKeeping> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>Brings the schema up to date. EF's own lock makes that right for several consoles at once.</summary>
    internal async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConsoleDbContext>();

        // Else EF asks a table that is not there what was applied, and logs that as an error.
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <returns>How many test calls were deleted.</returns>
    internal Task<int> PruneAsync(CancellationToken cancellationToken) => store.PruneAsync(time.GetUtcNow() - options.Value.Keep, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await MigrateInTimeAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.Value.PruneInterval, time);
        do
        {
            try
            {
                Log.Pruned(logger, await PruneAsync(stoppingToken));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotPruned(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task MigrateInTimeAsync(CancellationToken stoppingToken)
    {
        string? said = null;
        while (true)
        {
            try
            {
                await MigrateAsync(stoppingToken);
                Log.Ready(logger);
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // A database that starts takes many tries, all with the same outcome.
                Log.NotYet(logger, said == exception.Message ? LogLevel.Debug : LogLevel.Warning, exception.Message);
                said = exception.Message;
            }

            await Task.Delay(RetryAfter, time, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The tables of the console are up to date")]
        public static partial void Ready(ILogger logger);

        [LoggerMessage("The tables of the console cannot be made yet, trying again until they can: {Reason}")]
        public static partial void NotYet(ILogger logger, LogLevel level, string reason);

        [LoggerMessage(LogLevel.Debug, "Deleted {Count} test calls that were kept long enough")]
        public static partial void Pruned(ILogger logger, int count);

        [LoggerMessage(LogLevel.Warning, "Old test calls could not be deleted and will be at the next interval")]
        public static partial void NotPruned(ILogger logger, Exception exception);
    }
}
