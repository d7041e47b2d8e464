using System.Text.Json;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Sessions;

public sealed class ParticipantEntity
{
    /// <summary>The place of the first to join: the impolite peer.</summary>
    public const short FirstPlace = 1;

    /// <summary>The place of the second to join: the polite peer.</summary>
    public const short SecondPlace = 2;

    public required Guid SessionId { get; init; }

    public required string UserId { get; init; }

    /// <summary>The database holds no two participants in one place at a time, and no third place.</summary>
    public short Place { get; set; }

    public string? DisplayName { get; set; }

    public required ParticipantRole Role { get; init; }

    public PeerConnectionState ConnectionState { get; set; }

    public bool AudioMuted { get; set; }

    public bool VideoMuted { get; set; }

    public NatType? NatType { get; set; }

    public JsonElement? CandidatePair { get; set; }

    public DateTimeOffset JoinedAt { get; set; }

    public DateTimeOffset? LeftAt { get; set; }

    public bool Polite => Place == SecondPlace;
}

internal sealed class ParticipantEntityConfiguration : IEntityTypeConfiguration<ParticipantEntity>
{
    public void Configure(EntityTypeBuilder<ParticipantEntity> builder)
    {
        builder.ToTable("participants", table => table.HasCheckConstraint(
            "ck_participants_place", $"place IN ({ParticipantEntity.FirstPlace}, {ParticipantEntity.SecondPlace})"));
        builder.HasKey(participant => new { participant.SessionId, participant.UserId });
        builder.Property(participant => participant.UserId).HasMaxLength(128);
        builder.Property(participant => participant.DisplayName).HasMaxLength(128);
        builder.Property(participant => participant.Role).HasConversion<SnakeCaseValueConverter<ParticipantRole>>();
        builder.Property(participant => participant.ConnectionState).HasConversion<SnakeCaseValueConverter<PeerConnectionState>>();
        builder.Property(participant => participant.NatType).HasConversion<SnakeCaseValueConverter<NatType>>();
        builder.Property(participant => participant.CandidatePair).HasColumnType("jsonb");
        builder.HasOne<SessionEntity>().WithMany(session => session.Participants).HasForeignKey(participant => participant.SessionId);

        // Two at most, whatever races.
        builder.HasIndex(participant => new { participant.SessionId, participant.Place }).IsUnique().HasFilter("left_at IS NULL");
        builder.HasIndex(participant => participant.UserId);
    }
}
