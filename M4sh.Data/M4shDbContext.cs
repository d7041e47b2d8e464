using M4sh.Data.Issues;
using M4sh.Data.Metrics;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;
using M4sh.Data.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace M4sh.Data;

/// <summary>The calls: sessions, what happened in them and how good they were.</summary>
public sealed class M4shDbContext(DbContextOptions<M4shDbContext> options) : DbContext(options)
{
    /// <summary>The connection string's name, here and in the AppHost.</summary>
    public const string ConnectionName = "m4shdb";

    public DbSet<SessionEntity> Sessions => Set<SessionEntity>();

    public DbSet<ParticipantEntity> Participants => Set<ParticipantEntity>();

    public DbSet<SessionEventEntity> SessionEvents => Set<SessionEventEntity>();

    public DbSet<TokenRevocationEntity> TokenRevocations => Set<TokenRevocationEntity>();

    public DbSet<SignalingNodeEntity> SignalingNodes => Set<SignalingNodeEntity>();

    public DbSet<QosSampleEntity> QosSamples => Set<QosSampleEntity>();

    public DbSet<QosMinuteEntity> QosMinutes => Set<QosMinuteEntity>();

    public DbSet<IssueEntity> Issues => Set<IssueEntity>();

    public DbSet<IssueScanEntity> IssueScans => Set<IssueScanEntity>();

    public DbSet<MetricsTargetEntity> MetricsTargets => Set<MetricsTargetEntity>();

    public DbSet<QosSessionHourEntity> QosSessionHours => Set<QosSessionHourEntity>();

    public DbSet<QosOverallMinuteEntity> QosOverallMinutes => Set<QosOverallMinuteEntity>();

    public DbSet<QosOverallHourEntity> QosOverallHours => Set<QosOverallHourEntity>();

    public DbSet<CallHourEntity> CallHours => Set<CallHourEntity>();

    public DbSet<QosTierEntity> QosTiers => Set<QosTierEntity>();

    /// <summary>What every host gives the options, beside the connection.</summary>
    /// <summary>
    /// Of every connection, before what its string says itself: Postgres compiles statements that it takes to be expensive, which takes longer than any of ours.
    /// </summary>
    public const string ConnectionDefaults = "Options=-c jit=off;";

    public static void Configure(DbContextOptionsBuilder options) => options
        .UseSnakeCaseNamingConvention()

        // Whoever asked logs what nobody expected, once. EF's own errors would come with every attempt, with values, and for what is expected too
        // (two creates of one lesson).
        .ConfigureWarnings(warnings => warnings.Log(
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.ConnectionError, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug)));

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(M4shDbContext).Assembly);
}
