using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Qos.Rollups;

/// <summary>All calls' samples of one minute: what a window over all calls has before its first and after its last whole hour.</summary>
public sealed class QosOverallMinuteEntity : QosRollupRow;

internal sealed class QosOverallMinuteEntityConfiguration : IEntityTypeConfiguration<QosOverallMinuteEntity>
{
    public void Configure(EntityTypeBuilder<QosOverallMinuteEntity> builder)
    {
        builder.ToTable("qos_overall_minutes");
        builder.HasKey(minute => minute.BucketStart);
    }
}
