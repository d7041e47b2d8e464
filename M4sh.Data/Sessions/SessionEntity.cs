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

    public SessionStatus Status { get; private set; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the second participant came.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? ConnectedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public EndReason? EndReason { get; private set; }

    public required JsonElement Metadata { get; init; }

    /// <summary>Null: anyone who knows the id may join.</summary>
    public string[]? Invitees { get; init; }

    public required MediaPermission[] HostPermissions { get; init; }

    public required MediaPermission[] GuestPermissions { get; init; }

    /// <summary>W3C <c>traceparent</c> of the request that created it; see <see cref="SessionTrace"/>. Null: nobody traced.</summary>
    public string? TraceParent { get; init; }

    public List<ParticipantEntity> Participants { get; } = [];

    public List<TokenRevocationEntity> TokenRevocations { get; } = [];

    /// <summary>
    /// Lets something happen to the session, whose participants are loaded. Who writes the change writes its event too, in the same transaction.
    /// </summary>
    public SessionTransition Apply(SessionTrigger trigger, DateTimeOffset now)
    {
        var transition = SessionLifecycle.Next(Status, trigger);
        if (!transition.IsChange)
            return transition;

        Status = transition.To;
        if (Status == SessionStatus.Connecting)
            StartedAt = now;
        else if (Status == SessionStatus.Connected)
            ConnectedAt = now;
        else
            End(transition.EndReason, now);

        return transition;
    }

    private void End(EndReason? reason, DateTimeOffset now)
    {
        (EndedAt, EndReason) = (now, reason);
        foreach (var participant in Participants.Where(participant => participant.LeftAt is null))
            participant.Leave(now);
    }
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

        // Lists, newest first: ids are ordered by time.
        builder.HasIndex(session => new { session.CreatedBy, session.Id });
        builder.HasIndex(session => new { session.Status, session.Id });
        builder.HasIndex(session => new { session.LessonId, session.Id }).HasFilter("lesson_id IS NOT NULL");
        builder.HasIndex(session => session.Invitees).HasMethod("gin").HasFilter("invitees IS NOT NULL");
        builder.HasIndex(session => session.EndedAt).HasFilter("ended_at IS NOT NULL");

        // How the calls of a window went: sessions lie in the order of their creation, more or less.
        builder.HasIndex(session => session.CreatedAt).HasMethod("brin").HasStorageParameter("autosummarize", true);
    }
}
