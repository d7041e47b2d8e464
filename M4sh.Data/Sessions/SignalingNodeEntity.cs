using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace M4sh.Data.Sessions;

/// <summary>
/// A run of a replica that holds signaling connections. Its <see cref="Beats"/> rise while it lives, and whoever watches them knows that it
/// does, whatever the clocks of the two say.
/// </summary>
public sealed class SignalingNodeEntity
{
    public required string Id { get; init; }

    public long Beats { get; init; }

    public DateTimeOffset SeenAt { get; init; }
}

internal sealed class SignalingNodeEntityConfiguration : IEntityTypeConfiguration<SignalingNodeEntity>
{
    public void Configure(EntityTypeBuilder<SignalingNodeEntity> builder)
    {
        builder.ToTable("signaling_nodes");
        builder.Property(node => node.Id).HasMaxLength(256);
    }
}
