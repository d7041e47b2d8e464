using Microsoft.EntityFrameworkCore;

namespace M4sh.Data.Qos;

/// <summary>
/// The daily partitions of the raw samples: made ahead of time and pruned whole. A day whose partition is missing takes no samples;
/// there is no default partition, because one with rows in it would block making the real one.
/// </summary>
public static class QosPartitions
{
    public const string Table = "qos_samples";

    /// <summary>Makes the partitions of the days from <paramref name="first"/> to <paramref name="last"/> that are missing.</summary>
    /// <returns>How many were missing.</returns>
    public static async Task<int> EnsureAsync(M4shDbContext db, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var existing = (await ListAsync(db, cancellationToken)).Select(partition => partition.Day).ToHashSet();
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

    /// <summary>The days that have a table, also where an interrupted <see cref="DropAsync"/> left it half out; oldest first.</summary>
    public static async Task<IReadOnlyList<QosPartition>> ListAsync(M4shDbContext db, CancellationToken cancellationToken) =>
        await db.Database.SqlQueryRaw<QosPartition>(
            $"""
            SELECT to_date(right(c.relname, 8), 'YYYYMMDD') AS day,
                CASE WHEN i.inhrelid IS NULL THEN {(int)QosPartitionState.Detached}
                     WHEN i.inhdetachpending THEN {(int)QosPartitionState.Detaching}
                     ELSE {(int)QosPartitionState.Attached} END AS state
            FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
            WHERE c.relkind = 'r' AND c.relname ~ '^{Table}_\d\d\d\d\d\d\d\d$'
                AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = '{Table}'::regclass)
            ORDER BY day
            """).ToListAsync(cancellationToken);

    /// <summary>
    /// Takes a day's samples out of the table and deletes them, or finishes that where it was interrupted. Ingest is not blocked: the
    /// parent is only briefly share-locked. One caller at a time (<see cref="AdvisoryLock"/>), and not within a transaction.
    /// </summary>
    /// <returns>How many samples there were.</returns>
    public static async Task<long> DropAsync(M4shDbContext db, QosPartition partition, CancellationToken cancellationToken)
    {
        // DETACH … CONCURRENTLY commits in two steps and waits for the readers in between. Cancelled or killed there, it stays half done.
        var detach = partition.State switch
        {
            QosPartitionState.Attached => $"ALTER TABLE {Table} DETACH PARTITION {partition.Name} CONCURRENTLY",
            QosPartitionState.Detaching => $"ALTER TABLE {Table} DETACH PARTITION {partition.Name} FINALIZE",
            _ => null,
        };
        if (detach is not null)
        {
            await db.Database.ExecuteSqlRawAsync(detach, cancellationToken);
        }

        var count = $"""SELECT count(*) AS "Value" FROM {partition.Name}""";
        var samples = await db.Database.SqlQueryRaw<long>(count).SingleAsync(cancellationToken);
        var drop = $"DROP TABLE {partition.Name}";
        await db.Database.ExecuteSqlRawAsync(drop, cancellationToken);
        return samples;
    }

    private static async Task CreateAsync(M4shDbContext db, DateOnly day, CancellationToken cancellationToken)
    {
        // Made apart and attached, so that the parent is not locked while the indexes are made; the lock is for several workers.
        var name = QosPartition.NameOf(day);
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
}
