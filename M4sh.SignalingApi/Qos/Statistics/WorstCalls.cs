using M4sh.Contracts.Qos;
using M4sh.Data;
using Microsoft.EntityFrameworkCore;

namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>The calls that somebody should look at: those with the greatest share of poor samples.</summary>
internal static class WorstCalls
{
    public const int MaxCount = 50;

    // Half a minute of a call with a stream each way: of less, a single poor sample would make the worst call of the day.
    private const int MinSamples = 12;

    /// <param name="db">Knows the lessons.</param>
    /// <param name="pieces">Of each session apart.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<CallQuality>> OfAsync(
        M4shDbContext db, IEnumerable<QosPiece> pieces, int count, CancellationToken cancellationToken)
    {
        var worst = pieces
            .Where(piece => piece.SessionId is not null)
            .GroupBy(piece => piece.SessionId!.Value)
            .Select(call => (Id: call.Key, Samples: QosSummaries.Merge(call)))
            .Where(call => call.Samples.Samples >= MinSamples)
            .OrderByDescending(call => (double)call.Samples.Poor / call.Samples.Samples)
            .ThenByDescending(call => call.Samples.Poor)
            .ThenByDescending(call => call.Samples.Good)
            .ThenBy(call => call.Id)
            .Take(count)
            .ToList();
        var ids = worst.ConvertAll(call => call.Id);
        var lessons = await db.Sessions
            .Where(session => ids.Contains(session.Id) && session.LessonId != null)
            .ToDictionaryAsync(session => session.Id, session => session.LessonId!, cancellationToken);
        return worst.ConvertAll(call =>
        {
            var summary = QosSummaries.Summary(call.Samples);
            return new CallQuality
            {
                SessionId = call.Id,
                LessonId = lessons.GetValueOrDefault(call.Id),
                PoorPct = 100.0 * call.Samples.Poor / call.Samples.Samples,
                Samples = summary.Samples,
                Qualities = summary.Qualities,
                RttMs = summary.RttMs,
                PacketLossPct = summary.PacketLossPct,
                JitterMs = summary.JitterMs,
            };
        });
    }
}
