using M4sh.Data.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Issues;

/// <summary>How far a session was searched for issues. Its row is also the claim: who has locked it searches the session.</summary>
public sealed class IssueScanEntity
{
    public required Guid SessionId { get; init; }

    /// <summary>Null: not yet.</summary>
    public DateTimeOffset? ScannedAt { get; set; }

    /// <summary>When it is to be searched again; null: nothing can come any more.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>How many samples there were then.</summary>
    public long Samples { get; set; }

    /// <summary>The last event that there was then.</summary>
    public long LastEventId { get; set; }
}

internal sealed class IssueScanEntityConfiguration : IEntityTypeConfiguration<IssueScanEntity>
{
    public void Configure(EntityTypeBuilder<IssueScanEntity> builder)
    {
        builder.ToTable("qos_issue_scans");
        builder.HasKey(scan => scan.SessionId);
        builder.HasOne<SessionEntity>().WithOne().HasForeignKey<IssueScanEntity>(scan => scan.SessionId);
    }
}
