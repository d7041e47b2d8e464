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

    /// <summary>The node that has the latest signaling connection; null: there was none since the participant joined.</summary>
    public string? SignalingNode { get; private set; }

    public string? SignalingConnection { get; private set; }

    /// <summary>Since when the latest signaling connection is there.</summary>
    public DateTimeOffset? SignalingAt { get; private set; }

    /// <summary>When it was gone. Null: it is there, unless its node died with it.</summary>
    public DateTimeOffset? SignalingGoneAt { get; private set; }

    public bool Polite => Place == SecondPlace;

    /// <summary>Joins anew: what was known of an earlier connection says nothing any more.</summary>
    public void ForgetSignaling() => (SignalingNode, SignalingConnection, SignalingAt, SignalingGoneAt) = (null, null, null, null);

    /// <summary>Gives the place up.</summary>
    public void Leave(DateTimeOffset now) => (LeftAt, ConnectionState) = (now, PeerConnectionState.Closed);

    /// <summary>Its signaling is over before its connection is: who leaves says so over the connection, which is closed then.</summary>
    public void EndSignaling(DateTimeOffset now) => SignalingGoneAt ??= now;
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

        // The sessions of a user, newest first.
        builder.HasIndex(participant => new { participant.UserId, participant.SessionId });

        // The connections of a node.
        builder.Property(participant => participant.SignalingNode).HasMaxLength(256);
        builder.Property(participant => participant.SignalingConnection).HasMaxLength(128);
        builder.HasIndex(participant => participant.SignalingNode).HasFilter("signaling_gone_at IS NULL AND signaling_node IS NOT NULL");
    }
}
