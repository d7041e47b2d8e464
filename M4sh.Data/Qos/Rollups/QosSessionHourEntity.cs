using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Qos.Rollups;

/// <summary>A session's samples of one hour, each participant's apart: who was how good can still be told when the minutes are gone.</summary>
public sealed class QosSessionHourEntity : QosRollupRow
{
    public Guid SessionId { get; init; }

    public required string UserId { get; init; }
}

internal sealed class QosSessionHourEntityConfiguration : IEntityTypeConfiguration<QosSessionHourEntity>
{
    public void Configure(EntityTypeBuilder<QosSessionHourEntity> builder)
    {
        builder.ToTable("qos_session_hours");
        builder.HasKey(hour => new { hour.SessionId, hour.UserId, hour.BucketStart });
        builder.Property(hour => hour.UserId).HasMaxLength(128);
        builder.HasIndex(hour => hour.BucketStart);
    }
}
