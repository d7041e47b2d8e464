using M4sh.Contracts.Qos;
using M4sh.Data;
using M4sh.Data.Qos;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Qos;

/// <summary>Exact figures over the raw samples.</summary>
internal static class QosStatistics
{
    /// <summary>
    /// One statement for the whole, each participant and each bucket. The whole is the row with neither user nor bucket; it is there even
    /// without samples. Always bounded by time, so that only the days asked for are read.
    /// </summary>
    public static Task<List<QosStatisticsRow>> QueryAsync(
        M4shDbContext db, Guid? sessionId, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, CancellationToken cancellationToken)
    {
        // Over all calls nobody is named.
        var sets = sessionId is null ? "(), (bucket)" : "(), (user_id), (bucket)";
        var user = sessionId is null ? "NULL::text AS user_id" : "user_id";
        var ofSession = sessionId is null ? "" : "AND session_id = {3}";
        var sql =
            $$"""
            SELECT {{user}}, bucket, count(*) AS samples, min(recorded_at) AS first, max(recorded_at) AS last,
                {{Metric("rtt_ms")}}, {{Metric("packet_loss_pct")}}, {{Metric("jitter_ms")}}
            FROM (
                SELECT *, date_bin({2}, recorded_at, 'epoch'::timestamptz) AS bucket
                FROM {{QosPartitions.Samples}} WHERE recorded_at >= {0} AND recorded_at < {1} {{ofSession}}
            ) AS samples
            GROUP BY GROUPING SETS ({{sets}}) ORDER BY bucket
            """;
        object[] parameters = sessionId is { } id ? [from, to, bucket, id] : [from, to, bucket];
        return db.Database.SqlQueryRaw<QosStatisticsRow>(sql, parameters).ToListAsync(cancellationToken);
    }

    // percentile_disc: the smallest sample whose cumulative share is ≥ q.
    private static string Metric(string column) =>
        $"""
        avg({column}) AS {column}_avg, min({column}) AS {column}_min, max({column}) AS {column}_max,
        percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY {column}) AS {column}_percentiles
        """;
}
