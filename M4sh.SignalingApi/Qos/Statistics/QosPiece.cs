using M4sh.Data.Qos.Rollups;

namespace M4sh.SignalingApi.Qos.Statistics;

/// <summary>Some of a window's samples: those of a bucket, or one.</summary>
/// <param name="SessionId">Null: of all sessions.</param>
/// <param name="UserId">Null: of all users.</param>
/// <param name="At">When the bucket begins, or the sample was recorded.</param>
/// <param name="Samples">The samples.</param>
internal readonly record struct QosPiece(Guid? SessionId, string? UserId, DateTimeOffset At, QosAggregate Samples);
