using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace M4sh.Data.Qos;

/// <summary>
/// The daily partitions of the raw samples: made ahead of time and pruned whole. A day whose partition is missing takes no samples;
/// there is no default partition, because one with rows in it would block making the real one.
/// </summary>
public static class QosPartitions
{
    public const string Table = "qos_samples";

    private const string NameFormat = "yyyyMMdd";

    /// <summary>Makes the partitions of the days from <paramref name="first"/> to <paramref name="last"/> that are missing.</summary>
    /// <returns>How many were made.</returns>
    public static async Task<int> EnsureAsync(M4shDbContext db, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var existing = await ListAsync(db, cancellationToken);
        var made = 0;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (!existing.Contains(day))
            {
                await CreateAsync(db, day, cancellationToken);
                made++;
            }
        }

        return made;
    }

    /// <summary>The days that have a partition, oldest first.</summary>
    public static async Task<IReadOnlyList<DateOnly>> ListAsync(M4shDbContext db, CancellationToken cancellationToken)
    {
        var names = await db.Database.SqlQueryRaw<string>(
            $"""
            SELECT c.relname::text AS "Value" FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = '{Table}'::regclass ORDER BY 1
            """).ToListAsync(cancellationToken);
        return [.. names.Select(name => DateOnly.ParseExact(name[(Table.Length + 1)..], NameFormat, CultureInfo.InvariantCulture))];
    }

    /// <summary>Takes a day's samples out of the table and deletes them. Ingest is not blocked: the parent is only briefly share-locked.</summary>
    public static async Task DropAsync(M4shDbContext db, DateOnly day, CancellationToken cancellationToken)
    {
        // Not within a transaction: DETACH … CONCURRENTLY commits in two steps.
        var detach = $"ALTER TABLE {Table} DETACH PARTITION {Name(day)} CONCURRENTLY";
        var drop = $"DROP TABLE {Name(day)}";
        await db.Database.ExecuteSqlRawAsync(detach, cancellationToken);
        await db.Database.ExecuteSqlRawAsync(drop, cancellationToken);
    }

    private static async Task CreateAsync(M4shDbContext db, DateOnly day, CancellationToken cancellationToken)
    {
        // Made apart and attached, so that the parent is not locked while the indexes are made; IF NOT EXISTS and the lock for several workers.
        var name = Name(day);
        var create =
            $"""
            SELECT pg_advisory_xact_lock(hashtext('{Table}'));
            DO $$ BEGIN
            IF to_regclass('{name}') IS NULL THEN
                CREATE TABLE {name} (LIKE {Table} INCLUDING ALL);
                ALTER TABLE {Table} ATTACH PARTITION {name} FOR VALUES FROM ('{day:yyyy-MM-dd} 00:00:00+00') TO ('{day.AddDays(1):yyyy-MM-dd} 00:00:00+00');
            END IF;
            END $$;
            """;
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            await db.Database.ExecuteSqlRawAsync(create, token);
            await transaction.CommitAsync(token);
        }, cancellationToken);
    }

    private static string Name(DateOnly day) => $"{Table}_{day.ToString(NameFormat, CultureInfo.InvariantCulture)}";
}
