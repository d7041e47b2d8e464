using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Sessions;

public sealed class SessionEventEntity
{
    public long Id { get; init; }

    public required Guid SessionId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Type { get; init; }

    public string? UserId { get; init; }

    public required string Replica { get; init; }

    public JsonElement? Data { get; init; }
}

internal sealed class SessionEventEntityConfiguration : IEntityTypeConfiguration<SessionEventEntity>
{
    public void Configure(EntityTypeBuilder<SessionEventEntity> builder)
    {
        builder.ToTable("session_events");
        builder.Property(@event => @event.Type).HasMaxLength(64);
        builder.Property(@event => @event.UserId).HasMaxLength(128);
        builder.Property(@event => @event.Replica).HasMaxLength(128);
        builder.Property(@event => @event.Data).HasColumnType("jsonb");
        builder.HasOne<SessionEntity>().WithMany().HasForeignKey(@event => @event.SessionId);
        builder.HasIndex(@event => new { @event.SessionId, @event.Id });

        // A user's own, which are to be found where its data are erased. Of what it did to others there is an index of data's "by" (see the migration).
        builder.HasIndex(@event => @event.UserId).HasFilter("user_id IS NOT NULL");
    }
}
