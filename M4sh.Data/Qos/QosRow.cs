using M4sh.Contracts.Qos;

namespace M4sh.Data.Qos;

/// <summary>A sample with whose it is and the time under which it is stored.</summary>
public readonly record struct QosRow(QosSender Sender, DateTimeOffset RecordedAt, QosSample Sample)
{
    public QosRow(Guid sessionId, string userId, DateTimeOffset recordedAt, QosSample sample)
        : this(new(sessionId, userId), recordedAt, sample)
    {
    }
}
