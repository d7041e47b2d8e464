using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Qos.Rollups;

/// <summary>A participant's samples of one minute. The table is made by SQL, a partition a day (<see cref="QosPartitions"/>).</summary>
public sealed class QosMinuteEntity : QosRollupRow
{
    public Guid SessionId { get; init; }

    public required string UserId { get; init; }
}

internal sealed class QosMinuteEntityConfiguration : IEntityTypeConfiguration<QosMinuteEntity>
{
    public void Configure(EntityTypeBuilder<QosMinuteEntity> builder)
    {
        builder.ToTable(QosPartitions.Minutes, table => table.ExcludeFromMigrations());
        builder.HasKey(minute => new { minute.SessionId, minute.UserId, minute.BucketStart });
    }
}
