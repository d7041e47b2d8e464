using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;

namespace M4sh.Data.Qos.Rollups;

/// <summary>A batch of samples, rolled up for each of the tables.</summary>
internal sealed class QosRollupBatch
{
    public Dictionary<(Guid Session, string User, DateTimeOffset Bucket), QosAggregate> Minutes { get; } = [];

    public Dictionary<(Guid Session, string User, DateTimeOffset Bucket), QosAggregate> SessionHours { get; } = [];

    public Dictionary<DateTimeOffset, QosAggregate> OverallMinutes { get; } = [];

    public Dictionary<(DateTimeOffset Bucket, string Quality, string CandidateType, string NatType), QosAggregate> OverallHours { get; } = [];

    public int Samples { get; private set; }

    public void Add(Guid session, string user, DateTimeOffset at, double rttMs, double lossPct, double jitterMs, string? candidateType, string? natType)
    {
        var (minute, hour) = (QosBuckets.Floor(at, QosBuckets.Minute), QosBuckets.Floor(at, QosBuckets.Hour));
        var quality = SnakeCase.Write(QualityScore.Quality(rttMs, lossPct, jitterMs));
        Of(Minutes, (session, user, minute)).Add(rttMs, lossPct, jitterMs);
        Of(SessionHours, (session, user, hour)).Add(rttMs, lossPct, jitterMs);
        Of(OverallMinutes, minute).Add(rttMs, lossPct, jitterMs);
        Of(OverallHours, (hour, quality, candidateType ?? QosOverallHourEntity.Unknown, natType ?? QosOverallHourEntity.Unknown)).Add(rttMs, lossPct, jitterMs);
        Samples++;
    }

    private static QosAggregate Of<TKey>(Dictionary<TKey, QosAggregate> rows, TKey key)
        where TKey : notnull =>
        rows.TryGetValue(key, out var row) ? row : rows[key] = new();
}
