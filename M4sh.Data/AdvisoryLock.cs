using Microsoft.EntityFrameworkCore;

namespace M4sh.Data;

/// <summary>
/// One of several processes at a time. Postgres gives the lock back when the connection ends, however that comes about; so what is done
/// under it must survive being done twice.
/// </summary>
public sealed class AdvisoryLock : IAsyncDisposable
{
    private readonly M4shDbContext _db;
    private readonly string _name;

    private AdvisoryLock(M4shDbContext db, string name) => (_db, _name) = (db, name);

    /// <summary>Takes the lock and keeps the context's connection open for it.</summary>
    /// <returns>Null when another has it.</returns>
    public static async Task<AdvisoryLock?> TryTakeAsync(M4shDbContext db, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var taken = false;
        try
        {
            taken = await db.Database.SqlQuery<bool>($"""SELECT pg_try_advisory_lock(hashtext({name})) AS "Value" """).SingleAsync(cancellationToken);
            return taken ? new(db, name) : null;
        }
        finally
        {
            if (!taken)
            {
                await db.Database.CloseConnectionAsync();
            }
        }
    }

    /// <summary>Waits for the lock, no longer than a command may take, and keeps the context's connection open for it.</summary>
    public static async Task<AdvisoryLock> TakeAsync(M4shDbContext db, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock(hashtext({name}))", cancellationToken);
            return new(db, name);
        }
        catch
        {
            await db.Database.CloseConnectionAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock(hashtext({_name}))");
        await _db.Database.CloseConnectionAsync();
    }
}
