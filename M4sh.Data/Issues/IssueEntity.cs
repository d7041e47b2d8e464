using System.Text.Json;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos.Issues;
using M4sh.Data.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Issues;

/// <summary>An issue of a session, found by the QosWorker and kept up to date by it while samples may come.</summary>
public sealed class IssueEntity
{
    public long Id { get; init; }

    public required Guid SessionId { get; init; }

    public required IssueType Type { get; init; }

    public string? UserId { get; init; }

    public IssueSeverity Severity { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public JsonElement Evidence { get; set; }

    /// <summary>The worker that found it.</summary>
    public required string Replica { get; init; }

    public CallIssue ToContract() => new()
    {
        Type = Type,
        Severity = Severity,
        UserId = UserId,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        Evidence = Evidence.Deserialize<IssueEvidence>(M4shJson.Options)!,
    };
}

internal sealed class IssueEntityConfiguration : IEntityTypeConfiguration<IssueEntity>
{
    public void Configure(EntityTypeBuilder<IssueEntity> builder)
    {
        builder.ToTable("qos_issues");
        builder.Property(issue => issue.Type).HasConversion<SnakeCaseValueConverter<IssueType>>().HasMaxLength(32);
        builder.Property(issue => issue.Severity).HasConversion<SnakeCaseValueConverter<IssueSeverity>>().HasMaxLength(16);
        builder.Property(issue => issue.UserId).HasMaxLength(128);
        builder.Property(issue => issue.Replica).HasMaxLength(128);
        builder.Property(issue => issue.Evidence).HasColumnType("jsonb");
        builder.HasOne<SessionEntity>().WithMany().HasForeignKey(issue => issue.SessionId);
        builder.HasIndex(issue => new { issue.SessionId, issue.StartedAt });
    }
}
