using Microsoft.EntityFrameworkCore;

namespace M4sh.Data.Qos;

/// <summary>
/// The daily partitions of the raw samples and of the participants' minutes: made ahead of time and pruned whole. A day whose partition is missing takes
/// no rows; there is no default partition, because one with rows in it would block making the real one.
/// </summary>
public static class QosPartitions
{
    public const string Samples = "qos_samples";

    public const string Minutes = "qos_minutes";

    /// <summary>Minutes are written again as their samples come: with room on the page that touches no index.</summary>
    private const string MinuteStorage = "WITH (fillfactor = 70)";

    /// <summary>
    /// Makes the partitions of the days from <paramref name="first"/> to <paramref name="last"/> that are missing, and of minutes also those of the days that
    /// have samples: after a long downtime they are still to be rolled up.
    /// </summary>
    /// <returns>How many were missing.</returns>
    public static async Task<int> EnsureAsync(M4shDbContext db, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var days = Enumerable.Range(first.DayNumber, last.DayNumber - first.DayNumber + 1).Select(DateOnly.FromDayNumber).ToHashSet();
        var made = await EnsureAsync(db, Samples, days, cancellationToken);
        days.UnionWith((await ListAsync(db, Samples, cancellationToken)).Select(partition => partition.Day));
        return made + await EnsureAsync(db, Minutes, days, cancellationToken);
    }

    /// <summary>The days that have a table, also where an interrupted <see cref="DropAsync"/> left it half out; oldest first.</summary>
    public static async Task<IReadOnlyList<QosPartition>> ListAsync(M4shDbContext db, string parent, CancellationToken cancellationToken) =>
        await db.Database.SqlQueryRaw<QosPartition>(
            $$"""
            SELECT {0} AS parent, to_date(right(c.relname, 8), 'YYYYMMDD') AS day,
                CASE WHEN i.inhrelid IS NULL THEN {{(int)QosPartitionState.Detached}}
                     WHEN i.inhdetachpending THEN {{(int)QosPartitionState.Detaching}}
                     ELSE {{(int)QosPartitionState.Attached}} END AS state
            FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
            WHERE c.relkind = 'r' AND c.relname ~ ('^' || {0} || '_\d\d\d\d\d\d\d\d$')
                AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = {0}::regclass)
            ORDER BY day
            """, parent).ToListAsync(cancellationToken);

    /// <summary>
    /// Takes a day's rows out of the table and deletes them, or finishes that where it was interrupted. Writers are not blocked: the parent is only briefly
    /// share-locked. One caller at a time (<see cref="AdvisoryLock"/>), and not within a transaction.
    /// </summary>
    public static async Task DropAsync(M4shDbContext db, QosPartition partition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partition);

        // DETACH … CONCURRENTLY commits in two steps and waits for the readers in between. Cancelled or killed there, it stays half done.
        var detach = partition.State switch
        {
            QosPartitionState.Attached => $"ALTER TABLE {partition.Parent} DETACH PARTITION {partition.Name} CONCURRENTLY",
            QosPartitionState.Detaching => $"ALTER TABLE {partition.Parent} DETACH PARTITION {partition.Name} FINALIZE",
            _ => null,
        };
        if (detach is not null)
        {
            await db.Database.ExecuteSqlRawAsync(detach, cancellationToken);
        }

        var drop = $"DROP TABLE {partition.Name}";
        await db.Database.ExecuteSqlRawAsync(drop, cancellationToken);
    }

    private static async Task<int> EnsureAsync(M4shDbContext db, string parent, IEnumerable<DateOnly> days, CancellationToken cancellationToken)
    {
        var existing = (await ListAsync(db, parent, cancellationToken)).Select(partition => partition.Day).ToHashSet();
        var missing = days.Where(day => !existing.Contains(day)).Order().ToList();
        foreach (var day in missing)
        {
            await CreateAsync(db, parent, day, cancellationToken);
        }

        return missing.Count;
    }

    private static async Task CreateAsync(M4shDbContext db, string parent, DateOnly day, CancellationToken cancellationToken)
    {
        // Made apart and attached, so that the parent is not locked while the indexes are made; the lock is for several workers.
        var name = QosPartition.NameOf(parent, day);
        var create =
            $"""
            SELECT pg_advisory_xact_lock(hashtext('{parent}'));
            DO $$ BEGIN
            IF to_regclass('{name}') IS NULL THEN
                CREATE TABLE {name} (LIKE {parent} INCLUDING ALL) {(parent == Minutes ? MinuteStorage : "")};
                ALTER TABLE {parent} ATTACH PARTITION {name} FOR VALUES FROM ('{day:yyyy-MM-dd} 00:00:00+00') TO ('{day.AddDays(1):yyyy-MM-dd} 00:00:00+00');
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
