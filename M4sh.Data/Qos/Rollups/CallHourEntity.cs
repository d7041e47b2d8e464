using M4sh.Contracts.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Qos.Rollups;

/// <summary>How the sessions that were created in one hour went, by how they ended: made of sessions when these are deleted.</summary>
public sealed class CallHourEntity
{
    public DateTimeOffset BucketStart { get; init; }

    public EndReason EndReason { get; init; }

    public long Sessions { get; init; }

    /// <summary>Those in which two had come together.</summary>
    public long Attempted { get; init; }

    public long Connected { get; init; }

    /// <summary>Seconds from two participants to <c>connected</c>, <see cref="Sketches.DDSketchFormat"/>.</summary>
    public byte[] SetupSeconds { get; init; } = [];
}

internal sealed class CallHourEntityConfiguration : IEntityTypeConfiguration<CallHourEntity>
{
    public void Configure(EntityTypeBuilder<CallHourEntity> builder)
    {
        builder.ToTable("call_hours");
        builder.HasKey(hour => new { hour.BucketStart, hour.EndReason });
        builder.Property(hour => hour.EndReason).HasConversion<SnakeCaseValueConverter<EndReason>>();
    }
}
