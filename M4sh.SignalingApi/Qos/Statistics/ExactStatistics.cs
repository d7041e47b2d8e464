using System.Globalization;
using M4sh.Contracts.Qos;
using M4sh.Data;
using M4sh.Data.Qos;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>Exact figures, for where all samples are still there.</summary>
internal static class ExactStatistics
{
    private static readonly string Sql =
        $$"""
        SELECT user_id, bucket, count(*) AS samples, min(recorded_at) AS first, max(recorded_at) AS last,
            count(*) FILTER (WHERE quality = {{(int)QualityLevel.Excellent}}) AS excellent,
            count(*) FILTER (WHERE quality = {{(int)QualityLevel.Good}}) AS good,
            count(*) FILTER (WHERE quality = {{(int)QualityLevel.Poor}}) AS poor,
            {{Metric("rtt_ms")}}, {{Metric("packet_loss_pct")}}, {{Metric("jitter_ms")}}
        FROM (
            SELECT *, date_bin({3}, recorded_at, 'epoch'::timestamptz) AS bucket, greatest(
                {{Level("rtt_ms", QualityScore.ExcellentRttMs, QualityScore.GoodRttMs)}},
                {{Level("packet_loss_pct", QualityScore.ExcellentPacketLossPct, QualityScore.GoodPacketLossPct)}},
                {{Level("jitter_ms", QualityScore.ExcellentJitterMs, QualityScore.GoodJitterMs)}}) AS quality
            FROM {{QosPartitions.Samples}} WHERE session_id = {0} AND recorded_at >= {1} AND recorded_at < {2}
        ) AS samples
        GROUP BY GROUPING SETS ((), (user_id), (bucket)) ORDER BY bucket
        """;

    /// <summary>
    /// A session's, in one statement for the whole, each participant and each bucket. The whole is the row with neither user nor bucket; it is there even
    /// without samples. Always bounded by time, so that only the days asked for are read.
    /// </summary>
    public static Task<List<ExactRow>> QueryAsync(
        M4shDbContext db, Guid sessionId, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<ExactRow>(Sql, sessionId, from, to, bucket).ToListAsync(cancellationToken);

    // percentile_disc: the smallest sample whose cumulative share is ≥ q.
    private static string Metric(string column) =>
        $"""
        avg({column}) AS {column}_avg, min({column}) AS {column}_min, max({column}) AS {column}_max,
        percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY {column}) AS {column}_percentiles
        """;

    // As QualityScore.
    private static string Level(string column, double excellent, double good) => string.Create(
        CultureInfo.InvariantCulture,
        $"CASE WHEN {column} < {excellent} THEN {(int)QualityLevel.Excellent} WHEN {column} < {good} THEN {(int)QualityLevel.Good} ELSE {(int)QualityLevel.Poor} END");
}
