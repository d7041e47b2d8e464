using Aspire.Npgsql.EntityFrameworkCore.PostgreSQL;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace M4sh.Console.Runs;

/// <summary>The console's own tables, in the schema <c>console</c> of the database that also has the calls.</summary>
public sealed class ConsoleDbContext(DbContextOptions<ConsoleDbContext> options) : DbContext(options)
{
    /// <summary>The connection string's name, here and in the AppHost.</summary>
    public const string ConnectionName = "m4shdb";

    public const string Schema = "console";

    // A page or a call that is over does not wait for a database that does not answer; what the connection string says itself goes before.
    private const string Bounds = "Timeout=15;Command Timeout=15;Cancellation Timeout=-1;Maximum Pool Size=20;";

    public DbSet<TestRun> TestRuns => Set<TestRun>();

    /// <summary>The connection; without retries, as whoever waits is told at once, and without a health check, as the console works without its history.</summary>
    public static void Configure(NpgsqlEntityFrameworkCorePostgreSQLSettings settings)
    {
        settings.ConnectionString = Bounds + settings.ConnectionString;
        settings.DisableRetry = true;
        settings.DisableHealthChecks = true;
    }

    /// <summary>What every host gives the options, beside the connection.</summary>
    public static void Configure(DbContextOptionsBuilder options) => options
        .UseNpgsql(npgsql => npgsql.MigrationsHistoryTable("__EFMigrationsHistory", Schema))
        .UseSnakeCaseNamingConvention()

        // Whoever asked logs what nobody expected, once.
        .ConfigureWarnings(warnings => warnings.Log(
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.ConnectionError, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug)));

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ConsoleDbContext).Assembly);
    }
}
