using M4sh.Data.Qos;
using M4sh.Data.Sessions;
using Microsoft.EntityFrameworkCore;

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

    public DbSet<QosSampleEntity> QosSamples => Set<QosSampleEntity>();

    public DbSet<QosMinuteEntity> QosMinutes => Set<QosMinuteEntity>();

    /// <summary>What every host gives the options, beside the connection.</summary>
    public static void Configure(DbContextOptionsBuilder options) => options.UseSnakeCaseNamingConvention();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(M4shDbContext).Assembly);
}
