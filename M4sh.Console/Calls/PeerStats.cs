using M4sh.Contracts.Ice;
using M4sh.Contracts.Qos;

namespace M4sh.Console.Calls;

/// <summary>What a peer connection measured over a window, of what it receives. Null is "not measured", never zero.</summary>
public sealed record PeerStats
{
    /// <summary>Round-trip time of the selected candidate pair, milliseconds.</summary>
    public double? RttMs { get; init; }

    /// <summary>Lost of the expected packets, audio and video together, percent.</summary>
    public double? PacketLossPct { get; init; }

    /// <summary>Packets that did not come, audio and video together.</summary>
    public long? PacketsLost { get; init; }

    /// <summary>Packets that should have come.</summary>
    public long? PacketsExpected { get; init; }

    /// <summary>Interarrival jitter of audio, else of video, milliseconds.</summary>
    public double? JitterMs { get; init; }

    /// <summary>Received, audio and video together, kilobits a second.</summary>
    public double? BitrateKbps { get; init; }

    /// <summary>Decoded frames a second.</summary>
    public double? FramesPerSecond { get; init; }

    public int? FreezeCount { get; init; }

    /// <summary>0 to 1.</summary>
    public double? AudioLevel { get; init; }

    public int? FrameWidth { get; init; }

    public int? FrameHeight { get; init; }

    /// <summary>The selected local candidate's.</summary>
    public IceCandidateType? CandidateType { get; init; }

    /// <summary>The E-model's estimate of the contract (§7); null where one of its three was not measured.</summary>
    public double? Mos => this is { RttMs: { } rtt, PacketLossPct: { } loss, JitterMs: { } jitter } ? QualityScore.Mos(rtt, loss, jitter) : null;
}
