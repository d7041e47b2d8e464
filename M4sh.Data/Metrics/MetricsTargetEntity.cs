using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Metrics;

/// <summary>Where Prometheus finds the metrics of a replica.</summary>
public sealed class MetricsTargetEntity
{
    /// <summary>Host and port; what had it before is gone.</summary>
    public required string Address { get; init; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public required string Scheme { get; init; }

    /// <summary>The service's name.</summary>
    public required string Service { get; init; }

    /// <summary>Its <c>service.instance.id</c>.</summary>
    public required string Replica { get; init; }

    /// <summary>When it last said so, by the clock of Postgres.</summary>
    public DateTimeOffset SeenAt { get; init; }
}

internal sealed class MetricsTargetEntityConfiguration : IEntityTypeConfiguration<MetricsTargetEntity>
{
    public void Configure(EntityTypeBuilder<MetricsTargetEntity> builder)
    {
        builder.ToTable("metrics_targets");
        builder.HasKey(target => target.Address);
        builder.Property(target => target.Address).HasMaxLength(261);
        builder.Property(target => target.Scheme).HasMaxLength(5);
        builder.Property(target => target.Service).HasMaxLength(256);
        builder.Property(target => target.Replica).HasMaxLength(256);
    }
}
