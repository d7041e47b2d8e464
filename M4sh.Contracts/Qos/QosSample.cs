using System.Text.Json.Serialization;
using M4sh.Contracts.Ice;

namespace M4sh.Contracts.Qos;

/// <summary>One measurement of a stream, expected every 5 s (PROTOCOL.md §7).</summary>
public sealed record QosSample
{
    /// <summary>The longest <see cref="Id"/>.</summary>
    public const int MaxIdLength = 64;

    /// <summary>The largest round-trip time and jitter, milliseconds.</summary>
    public const double MaxMilliseconds = 60_000;

    /// <summary>Round-trip time, milliseconds, 0 to 60000.</summary>
    public required double RttMs { get; init; }

    /// <summary>Lost packets, percent, 0 to 100.</summary>
    public required double PacketLossPct { get; init; }

    /// <summary>Interarrival jitter (RFC 3550), milliseconds, 0 to 60000.</summary>
    public required double JitterMs { get; init; }

    /// <summary>The sample's own id, at most 64 characters. With <see cref="RecordedAt"/>, a resend is stored once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>When it was measured, UTC. More than 15 min off, the server's time is taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>Audio or video.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MediaKind? Kind { get; init; }

    /// <summary>Outbound (the default) or inbound.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StreamDirection? Direction { get; init; }

    /// <summary>Kilobits a second.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BitrateKbps { get; init; }

    /// <summary>Frames a second.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FramesPerSecond { get; init; }

    /// <summary>Freezes since the last sample.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FreezeCount { get; init; }

    /// <summary>Audio level, 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AudioLevel { get; init; }

    /// <summary>Pixels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FrameWidth { get; init; }

    /// <summary>Pixels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FrameHeight { get; init; }

    /// <summary>The type of the selected local candidate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IceCandidateType? CandidateType { get; init; }
}
