using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Qos;

/// <summary>A participant's samples of one minute, made by the QosWorker.</summary>
public sealed class QosMinuteEntity
{
    public required Guid SessionId { get; init; }

    public required string UserId { get; init; }

    public required DateTimeOffset BucketStart { get; init; }

    public required long Samples { get; init; }

    public required MetricRollup RttMs { get; init; }

    public required MetricRollup PacketLossPct { get; init; }

    public required MetricRollup JitterMs { get; init; }
}

internal sealed class QosMinuteEntityConfiguration : IEntityTypeConfiguration<QosMinuteEntity>
{
    public void Configure(EntityTypeBuilder<QosMinuteEntity> builder)
    {
        builder.ToTable("qos_minutes");
        builder.HasKey(minute => new { minute.SessionId, minute.UserId, minute.BucketStart });
        builder.Property(minute => minute.UserId).HasMaxLength(128);
        builder.ComplexProperty(minute => minute.RttMs, metric => Name(metric, "rtt_ms"));
        builder.ComplexProperty(minute => minute.PacketLossPct, metric => Name(metric, "packet_loss_pct"));
        builder.ComplexProperty(minute => minute.JitterMs, metric => Name(metric, "jitter_ms"));
        builder.HasIndex(minute => minute.BucketStart);
    }

    private static void Name(ComplexPropertyBuilder<MetricRollup> metric, string prefix)
    {
        foreach (var property in metric.Metadata.ComplexType.GetProperties().ToList())
        {
            metric.Property(property.Name).HasColumnName($"{prefix}_{property.Name.ToLowerInvariant()}");
        }
    }
}
