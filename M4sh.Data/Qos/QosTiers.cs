using M4sh.Contracts.Json;
using Microsoft.EntityFrameworkCore;

namespace M4sh.Data.Qos;

/// <summary>What is still there, said by who deletes before it does: whoever reads never takes a half of a bucket for the whole.</summary>
public static class QosTiers
{
    /// <summary>The tiers of which something is gone, and from when on they are complete.</summary>
    public static Task<Dictionary<QosTier, DateTimeOffset>> ReadAsync(M4shDbContext db, CancellationToken cancellationToken) =>
        db.QosTiers.AsNoTracking().ToDictionaryAsync(tier => tier.Tier, tier => tier.KeptFrom, cancellationToken);

    /// <summary>Says that a tier is complete only from then on; never takes it back.</summary>
    public static Task ShortenAsync(M4shDbContext db, QosTier tier, DateTimeOffset keptFrom, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO qos_tiers AS kept (tier, kept_from) VALUES ({SnakeCase.Write(tier)}, {keptFrom})
            ON CONFLICT (tier) DO UPDATE SET kept_from = greatest(kept.kept_from, excluded.kept_from)
            """, cancellationToken);
}
