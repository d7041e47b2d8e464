using System.Linq.Expressions;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.Data.Qos.Rollups;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>Reads a plan's parts. All within one snapshot, or what is rolled up meanwhile would be counted twice, or not at all.</summary>
internal static class QosPieces
{
    private const string Columns = "session_id, user_id, recorded_at, rtt_ms, packet_loss_pct, jitter_ms";

    // Shard by shard from its index, whatever the planner thinks of the others: there are few, the last seconds'.
    private const string NotRolledUp =
        $$"""
        SELECT {{Columns}} FROM qos_rollup_shards CROSS JOIN LATERAL (
            SELECT {{Columns}} FROM {{QosPartitions.Samples}} WHERE {{QosRollup.Unrolled}} OFFSET 0) AS samples
        WHERE recorded_at >= {0} AND recorded_at < {1}
        """;

    private const string OfSession =
        $$"""
        SELECT {{Columns}} FROM {{QosPartitions.Samples}}, qos_rollup_shards
        WHERE session_id = {0} AND recorded_at >= {1} AND recorded_at < {2} AND shard = {{QosShard.Sql}}
            AND (recorded_at < {3} OR recorded_at >= {4} OR NOT pg_visible_in_snapshot(ingest_xact, watermark))
        """;

    public static async Task<List<QosPiece>> OfSessionAsync(M4shDbContext db, QosPlan plan, Guid sessionId, CancellationToken cancellationToken)
    {
        var raw = await db.Database.SqlQueryRaw<QosRawRow>(OfSession, sessionId, plan.From, plan.To, plan.Rolled.From, plan.Rolled.To).ToListAsync(cancellationToken);
        var pieces = raw.ConvertAll(row => row.ToPiece());
        var hours = db.QosSessionHours.Where(hour => hour.SessionId == sessionId);
        var minutes = db.QosMinutes.Where(minute => minute.SessionId == sessionId);
        await AddAsync(pieces, hours, [plan.Hours], hour => new(hour.SessionId, hour.UserId, hour.BucketStart, QosAggregate.Of(hour)), cancellationToken);
        await AddAsync(pieces, minutes, plan.Minutes, minute => new(minute.SessionId, minute.UserId, minute.BucketStart, QosAggregate.Of(minute)), cancellationToken);
        return pieces;
    }

    /// <summary>Of all sessions, each apart.</summary>
    public static async Task<List<QosPiece>> OfSessionsAsync(M4shDbContext db, QosPlan plan, CancellationToken cancellationToken)
    {
        var pieces = await ReadRawAsync(db, plan, cancellationToken);
        await AddAsync(pieces, db.QosSessionHours, [plan.Hours], hour => new(hour.SessionId, hour.UserId, hour.BucketStart, QosAggregate.Of(hour)), cancellationToken);
        await AddAsync(
            pieces, db.QosMinutes, plan.Minutes, minute => new(minute.SessionId, minute.UserId, minute.BucketStart, QosAggregate.Of(minute)), cancellationToken);
        return pieces;
    }

    /// <summary>Of all sessions together.</summary>
    public static async Task<List<QosPiece>> OverallAsync(M4shDbContext db, QosPlan plan, CancellationToken cancellationToken)
    {
        var pieces = await ReadRawAsync(db, plan, cancellationToken);
        await AddAsync(pieces, db.QosOverallHours, [plan.Hours], hour => new(null, null, hour.BucketStart, QosAggregate.Of(hour)), cancellationToken);
        await AddAsync(pieces, db.QosOverallMinutes, plan.Minutes, minute => new(null, null, minute.BucketStart, QosAggregate.Of(minute)), cancellationToken);
        return pieces;
    }

    private static async Task<List<QosPiece>> ReadRawAsync(M4shDbContext db, QosPlan plan, CancellationToken cancellationToken)
    {
        var pieces = new List<QosPiece>();
        if (!plan.Rolled.IsEmpty)
        {
            var pending = await db.Database.SqlQueryRaw<QosRawRow>(NotRolledUp, plan.Rolled.From, plan.Rolled.To).ToListAsync(cancellationToken);
            pieces.AddRange(pending.Select(row => row.ToPiece()));
        }

        var edge = $$"""SELECT {{Columns}} FROM {{QosPartitions.Samples}} WHERE recorded_at >= {0} AND recorded_at < {1}""";
        foreach (var range in plan.Edges.Where(range => !range.IsEmpty))
        {
            var rows = await db.Database.SqlQueryRaw<QosRawRow>(edge, range.From, range.To).ToListAsync(cancellationToken);
            pieces.AddRange(rows.Select(row => row.ToPiece()));
        }

        return pieces;
    }

    private static async Task AddAsync<TRow>(
        List<QosPiece> pieces, IQueryable<TRow> table, IEnumerable<TimeRange> ranges, Func<TRow, QosPiece> piece, CancellationToken cancellationToken)
        where TRow : QosRollupRow
    {
        foreach (var range in ranges.Where(range => !range.IsEmpty))
        {
            var rows = await table.AsNoTracking().Where(Within<TRow>(range)).ToListAsync(cancellationToken);
            pieces.AddRange(rows.Select(piece));
        }
    }

    private static Expression<Func<TRow, bool>> Within<TRow>(TimeRange range)
        where TRow : QosRollupRow
    {
        var (from, to) = (range.From, range.To);
        return row => row.BucketStart >= from && row.BucketStart < to;
    }
}
