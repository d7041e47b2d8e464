using M4sh.Contracts.Qos;

namespace M4sh.Data.Qos;

/// <summary>A sample with whose it is and the time under which it is stored.</summary>
public readonly record struct QosRow(Guid SessionId, string UserId, DateTimeOffset RecordedAt, QosSample Sample)
{
    /// <summary>It has an id, and the server's time instead of its own.</summary>
    public bool IsRetimed { get; init; }

    public QosSender Sender => new(SessionId, UserId);
}
