using M4sh.Data.Qos.Rollups;

namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>A sample, as far as statistics go.</summary>
internal sealed class QosRawRow
{
    public Guid SessionId { get; init; }

    public required string UserId { get; init; }

    public DateTimeOffset RecordedAt { get; init; }

    public double RttMs { get; init; }

    public double PacketLossPct { get; init; }

    public double JitterMs { get; init; }

    public QosPiece ToPiece()
    {
        var samples = new QosAggregate();
        samples.Add(RttMs, PacketLossPct, JitterMs);
        return new(SessionId, UserId, RecordedAt, samples);
    }
}
