using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Sessions;

/// <summary>Which of a user's tokens for a session count no more, and whether the user may get another.</summary>
public sealed class TokenRevocationEntity
{
    public required Guid SessionId { get; init; }

    public required string UserId { get; init; }

    /// <summary>Tokens issued (<c>iat</c>) at this time or before are revoked. Whole seconds, and it never goes back.</summary>
    public DateTimeOffset RevokedUntil { get; set; }

    /// <summary>Kept out of the session, whatever tokens say, until an admin allows it again.</summary>
    public bool Barred { get; set; }
}

internal sealed class TokenRevocationEntityConfiguration : IEntityTypeConfiguration<TokenRevocationEntity>
{
    public void Configure(EntityTypeBuilder<TokenRevocationEntity> builder)
    {
        builder.ToTable("token_revocations");
        builder.HasKey(revocation => new { revocation.SessionId, revocation.UserId });
        builder.Property(revocation => revocation.UserId).HasMaxLength(128);
        builder.HasOne<SessionEntity>().WithMany(session => session.TokenRevocations).HasForeignKey(revocation => revocation.SessionId);
    }
}
