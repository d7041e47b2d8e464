using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Qos.Rollups;

/// <summary>All calls' samples of one hour, by how good they were and by what path they came.</summary>
public sealed class QosOverallHourEntity : QosRollupRow
{
    /// <summary>What stands for a candidate type or NAT type that nobody told.</summary>
    public const string Unknown = "unknown";

    public required string Quality { get; init; }

    public required string CandidateType { get; init; }

    public required string NatType { get; init; }
}

internal sealed class QosOverallHourEntityConfiguration : IEntityTypeConfiguration<QosOverallHourEntity>
{
    public void Configure(EntityTypeBuilder<QosOverallHourEntity> builder)
    {
        builder.ToTable("qos_overall_hours");
        builder.HasKey(hour => new { hour.BucketStart, hour.Quality, hour.CandidateType, hour.NatType });
    }
}
