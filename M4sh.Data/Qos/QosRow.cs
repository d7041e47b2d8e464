using M4sh.Contracts.Qos;

namespace M4sh.Data.Qos;

/// <summary>A sample with whose it is and the time under which it is stored.</summary>
public readonly record struct QosRow(Guid SessionId, string UserId, DateTimeOffset RecordedAt, QosSample Sample)
{
    public QosSender Sender => new(SessionId, UserId);
}
