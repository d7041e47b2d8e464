using M4sh.Contracts.Errors;
using M4sh.Contracts.Qos;
using M4sh.Data;
using M4sh.Data.Qos;
using M4sh.SignalingApi.Errors;
using M4sh.SignalingApi.Live;
using M4sh.SignalingApi.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Qos;

/// <summary>Takes the participants' samples, over REST and signaling.</summary>
public sealed class QosIngest(
    M4shDbContext db, QosWriter writer, QosMetrics metrics, LiveFeed live, IOptions<QualityScoreOptions> score, TimeProvider time)
{
    /// <summary>How long after a session's end its last samples are taken.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>How far a client's clock may be off before the server's time is stored instead.</summary>
    public static readonly TimeSpan MaxClockError = TimeSpan.FromMinutes(15);

    /// <summary>Stores samples; when it returns, they are durable.</summary>
    /// <returns>What the last one says.</returns>
    public Task<QualityAssessment> StoreAsync(Guid sessionId, string userId, IReadOnlyList<QosSample> samples, CancellationToken cancellationToken) =>
        StoreAsync(sessionId, userId, samples, batched: samples.Count != 1, cancellationToken);

    internal async Task<QualityAssessment> StoreAsync(
        Guid sessionId, string userId, IReadOnlyList<QosSample> samples, bool batched, CancellationToken cancellationToken)
    {
        QosRules.Validate(samples, batched);
        var now = time.StoredNow();
        await CheckParticipantAsync(sessionId, userId, now, cancellationToken);
        var rows = samples.Select(sample => Row(sessionId, userId, sample, now)).ToList();

        // A resend was counted the first time.
        if (await writer.WriteAsync(rows, cancellationToken) > 0)
        {
            foreach (var sample in samples)
                metrics.Record(sample);
        }

        var assessment = QualityScore.Assess(samples[^1], score.Value.PacketLossRobustness);
        live.Publish(sessionId, userId, assessment);
        return assessment;
    }

    private async Task CheckParticipantAsync(Guid sessionId, string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = await db.Sessions
            .Where(session => session.Id == sessionId)
            .Select(session => new { session.EndedAt, Takes = session.Participants.Any(participant => participant.UserId == userId) })
            .SingleOrDefaultAsync(cancellationToken) ?? throw new M4shException(ErrorCodes.NotFound, "There is no such session.");
        if (!session.Takes)
            throw new M4shException(ErrorCodes.Forbidden, "Only a participant of the session may do this.");
        if (session.EndedAt + Grace < now)
            throw new M4shException(ErrorCodes.SessionEnded, "The session has ended, and its last samples were due.");
    }

    private static QosRow Row(Guid sessionId, string userId, QosSample sample, DateTimeOffset now)
    {
        // Only id and recorded_at together name a sample; without either, every sample is one of its own.
        if (sample.RecordedAt is not { } recordedAt)
            return new(sessionId, userId, now, sample with { Id = null });

        var trusted = (recordedAt - now).Duration() <= MaxClockError;
        return new(sessionId, userId, trusted ? recordedAt : now, sample);
    }
}
