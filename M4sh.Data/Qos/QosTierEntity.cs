using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Qos;

/// <summary>From when on a tier is complete: what was before is being deleted, or gone.</summary>
public sealed class QosTierEntity
{
    public QosTier Tier { get; init; }

    public DateTimeOffset KeptFrom { get; init; }
}

internal sealed class QosTierEntityConfiguration : IEntityTypeConfiguration<QosTierEntity>
{
    public void Configure(EntityTypeBuilder<QosTierEntity> builder)
    {
        builder.ToTable("qos_tiers");
        builder.HasKey(tier => tier.Tier);
        builder.Property(tier => tier.Tier).HasConversion<SnakeCaseValueConverter<QosTier>>();
    }
}
