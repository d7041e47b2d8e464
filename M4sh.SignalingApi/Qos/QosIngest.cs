using M4sh.Contracts.Qos;
using M4sh.Data.Qos;
using M4sh.SignalingApi.Http;
using M4sh.SignalingApi.Live;
using M4sh.SignalingApi.Sessions;
using Microsoft.Extensions.Options;

namespace M4sh.SignalingApi.Qos;

/// <summary>Takes the participants' samples, over REST and signaling.</summary>
public sealed class QosIngest(QosQueue queue, QosMetrics metrics, LiveFeed live, IQualityNotifier notifier, IOptions<QualityScoreOptions> score, TimeProvider time)
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
        var sender = new QosSender(sessionId, userId);
        var write = new QosWrite(sender, [.. samples.Select(sample => Row(sender, sample, now))], cancellationToken);
        queue.Add(write);
        var added = await (RequestDeadline.Current is { } deadline ? deadline.WaitForAsync(WaitAsync) : WaitAsync());

        // A resend was counted the first time.
        foreach (var sample in added)
            metrics.Record(sample);

        var assessment = QualityScore.Assess(samples[^1], score.Value.PacketLossRobustness);
        live.Publish(sessionId, userId, assessment);

        // They are stored: who sent them does not wait for those whom they concern to be told.
        if (added.Count > 0)
            _ = notifier.SampledAsync(sessionId, userId, added);

        return assessment;

        Task<IReadOnlyList<QosSample>> WaitAsync() => write.Done.WaitAsync(cancellationToken);
    }

    private static QosRow Row(QosSender sender, QosSample sample, DateTimeOffset now)
    {
        // Only id and recorded_at together name a sample; without either, every sample is one of its own.
        if (sample.RecordedAt is not { } recordedAt)
            return new(sender.SessionId, sender.UserId, now, sample with { Id = null });

        var trusted = (recordedAt - now).Duration() <= MaxClockError;
        return new(sender.SessionId, sender.UserId, trusted ? recordedAt : now, sample) { IsRetimed = !trusted && sample.Id is not null };
    }
}
