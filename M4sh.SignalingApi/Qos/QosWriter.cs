using M4sh.Data;
using M4sh.Data.Qos;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace M4sh.SignalingApi.Qos;

/// <summary>Makes samples durable. The seam of the ingest: whatever gathers samples of several callers goes in here.</summary>
public sealed class QosWriter(M4shDbContext db)
{
    /// <summary>When it returns, the rows are durable.</summary>
    /// <returns>How many were new.</returns>
    public Task<int> WriteAsync(IReadOnlyList<QosRow> rows, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await db.Database.OpenConnectionAsync(token);
            try
            {
                return await QosSampleStore.InsertAsync((NpgsqlConnection)db.Database.GetDbConnection(), rows, token);
            }
            finally
            {
                await db.Database.CloseConnectionAsync();
            }
        }, cancellationToken);
}
