using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Qos;

/// <summary>
/// A raw sample, for reading. The table is made by SQL in the first migration, since EF has no word for partitions,
/// and written by <see cref="QosSampleStore"/>.
/// </summary>
public sealed class QosSampleEntity
{
    public required Guid SessionId { get; init; }

    public required string UserId { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public string? SampleId { get; init; }

    public MediaKind? Kind { get; init; }

    public StreamDirection Direction { get; init; }

    public double RttMs { get; init; }

    public double PacketLossPct { get; init; }

    public double JitterMs { get; init; }

    public double? BitrateKbps { get; init; }

    public double? FramesPerSecond { get; init; }

    public int? FreezeCount { get; init; }

    public double? AudioLevel { get; init; }

    public int? FrameWidth { get; init; }

    public int? FrameHeight { get; init; }

    public IceCandidateType? CandidateType { get; init; }
}

internal sealed class QosSampleEntityConfiguration : IEntityTypeConfiguration<QosSampleEntity>
{
    public void Configure(EntityTypeBuilder<QosSampleEntity> builder)
    {
        builder.ToTable(QosPartitions.Samples, table => table.ExcludeFromMigrations());
        builder.HasNoKey();
        builder.Property(sample => sample.Kind).HasConversion<SnakeCaseValueConverter<MediaKind>>();
        builder.Property(sample => sample.Direction).HasConversion<SnakeCaseValueConverter<StreamDirection>>();
        builder.Property(sample => sample.CandidateType).HasConversion<SnakeCaseValueConverter<IceCandidateType>>();
    }
}
