using Microsoft.EntityFrameworkCore;

namespace M4sh.Data.Metrics;

/// <summary>Where the replicas' metrics are: each says so again and again. Times are those of Postgres, so no clock of theirs matters.</summary>
public static class MetricsTargets
{
    /// <summary>A replica that was not heard of for so long is gone; until then a scrape that fails tells that it died.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromMinutes(1);

    /// <summary>A replica is there, at an address that no other has any more.</summary>
    public static Task AnnounceAsync(M4shDbContext db, string address, string scheme, string service, string replica, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO metrics_targets (address, scheme, service, replica, seen_at) VALUES ({address}, {scheme}, {service}, {replica}, now())
            ON CONFLICT (address) DO UPDATE SET scheme = excluded.scheme, service = excluded.service, replica = excluded.replica, seen_at = now()
            """, cancellationToken);
    }

    /// <summary>A replica stops.</summary>
    public static Task WithdrawAsync(M4shDbContext db, string address, string replica, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.MetricsTargets.Where(target => target.Address == address && target.Replica == replica).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The replicas that are there; what is gone is forgotten on the way.</summary>
    public static async Task<IReadOnlyList<MetricsTargetEntity>> ListAsync(M4shDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        await db.Database.ExecuteSqlAsync($"DELETE FROM metrics_targets WHERE seen_at < now() - {Expiry}", cancellationToken);
        return await db.MetricsTargets.AsNoTracking().OrderBy(target => target.Service).ThenBy(target => target.Address).ToListAsync(cancellationToken);
    }
}
