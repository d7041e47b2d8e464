using System.Globalization;
using M4sh.Contracts.Qos;
using M4sh.Data;
using M4sh.Data.Qos;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>Tells hours or lessons apart.</summary>
internal static class QualityGroups
{
    /// <summary>The group's key; null: in none.</summary>
    public static string? KeyOf(QualityGrouping? grouping, DateTimeOffset at, string? lessonId) => grouping switch
    {
        QualityGrouping.Hour => QosBuckets.Floor(at, QosBuckets.Hour).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        QualityGrouping.Lesson => lessonId,
        _ => null,
    };

    public static async Task<IReadOnlyList<QualityGroup>> OfAsync(
        M4shDbContext db,
        QualityGrouping grouping,
        IReadOnlyCollection<QosPiece> pieces,
        IReadOnlyDictionary<string, CallSummary> calls,
        CancellationToken cancellationToken)
    {
        var lessons = grouping == QualityGrouping.Lesson ? await LessonsAsync(db, pieces, cancellationToken) : [];
        var samples = pieces
            .Select(piece => (Key: KeyOf(grouping, piece.At, piece.SessionId is { } id ? lessons.GetValueOrDefault(id) : null), Piece: piece))
            .Where(keyed => keyed.Key is not null)
            .GroupBy(keyed => keyed.Key!, keyed => keyed.Piece)
            .ToDictionary(group => group.Key, QosSummaries.Merge);
        var groups = samples.Keys.Union(calls.Keys).Select(key =>
        {
            var summary = QosSummaries.Summary(samples.TryGetValue(key, out var all) ? all : new());
            return new QualityGroup
            {
                Key = key,
                Samples = summary.Samples,
                Qualities = summary.Qualities,
                RttMs = summary.RttMs,
                PacketLossPct = summary.PacketLossPct,
                JitterMs = summary.JitterMs,
                Calls = calls.GetValueOrDefault(key, CallStatistics.None),
            };
        });
        return grouping == QualityGrouping.Hour
            ? [.. groups.OrderBy(group => group.Key, StringComparer.Ordinal)]
            : [.. groups.OrderByDescending(group => group.Samples).ThenBy(group => group.Key, StringComparer.Ordinal)];
    }

    private static async Task<Dictionary<Guid, string>> LessonsAsync(M4shDbContext db, IEnumerable<QosPiece> pieces, CancellationToken cancellationToken)
    {
        var ids = pieces.Select(piece => piece.SessionId!.Value).Distinct().ToList();
        return await db.Sessions
            .Where(session => ids.Contains(session.Id) && session.LessonId != null)
            .ToDictionaryAsync(session => session.Id, session => session.LessonId!, cancellationToken);
    }
}
