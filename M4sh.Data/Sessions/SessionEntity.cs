using System.Text.Json;
using M4sh.Contracts.Sessions;
using M4sh.Contracts.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Sessions;

public sealed class SessionEntity
{
    public required Guid Id { get; init; }

    public string? LessonId { get; init; }

    public SessionStatus Status { get; set; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ConnectedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public EndReason? EndReason { get; set; }

    public required JsonElement Metadata { get; init; }

    /// <summary>Null: anyone who knows the id may join.</summary>
    public string[]? Invitees { get; init; }

    public required MediaPermission[] HostPermissions { get; init; }

    public required MediaPermission[] GuestPermissions { get; init; }

    /// <summary>W3C <c>traceparent</c> of the request that created it; see <see cref="SessionTrace"/>. Null: nobody traced.</summary>
    public string? TraceParent { get; init; }

    public List<ParticipantEntity> Participants { get; } = [];
}

internal sealed class SessionEntityConfiguration : IEntityTypeConfiguration<SessionEntity>
{
    public void Configure(EntityTypeBuilder<SessionEntity> builder)
    {
        builder.ToTable("sessions", table => table.HasCheckConstraint("ck_sessions_ended", "(status = 'ended') = (ended_at IS NOT NULL)"));
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.LessonId).HasMaxLength(128);
        builder.Property(session => session.CreatedBy).HasMaxLength(128);
        builder.Property(session => session.TraceParent).HasMaxLength(SessionTrace.MaxLength);
        builder.Property(session => session.Status).HasConversion<SnakeCaseValueConverter<SessionStatus>>();
        builder.Property(session => session.EndReason).HasConversion<SnakeCaseValueConverter<EndReason>>();
        builder.Property(session => session.Metadata).HasColumnType("jsonb");
        builder.PrimitiveCollection(session => session.HostPermissions)
            .ElementType(element => element.HasConversion<SnakeCaseValueConverter<MediaPermission>>());
        builder.PrimitiveCollection(session => session.GuestPermissions)
            .ElementType(element => element.HasConversion<SnakeCaseValueConverter<MediaPermission>>());

        // One open session a lesson, whatever races.
        builder.HasIndex(session => session.LessonId).IsUnique().HasFilter("ended_at IS NULL");
        builder.HasIndex(session => session.CreatedBy);
        builder.HasIndex(session => session.Status).HasFilter("ended_at IS NULL");
        builder.HasIndex(session => session.EndedAt).HasFilter("ended_at IS NOT NULL");
    }
}
