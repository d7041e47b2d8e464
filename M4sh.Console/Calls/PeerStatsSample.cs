using M4sh.Contracts.Qos;

namespace M4sh.Console.Calls;

internal static class PeerStatsSample
{
    /// <summary>The window as a sample for the API; null where a required metric was not measured: nothing is made up.</summary>
    public static QosSample? ToSample(this PeerStats window, DateTimeOffset now) =>
        window is not { RttMs: { } rtt, PacketLossPct: { } loss, JitterMs: { } jitter } ? null : new()
        {
            RttMs = rtt,
            PacketLossPct = loss,
            JitterMs = jitter,
            Id = Guid.CreateVersion7(now).ToString("N"),
            RecordedAt = now,
            Direction = StreamDirection.Inbound,
            BitrateKbps = window.BitrateKbps,
            FramesPerSecond = window.FramesPerSecond,
            FreezeCount = window.FreezeCount,
            AudioLevel = window.AudioLevel,
            FrameWidth = window.FrameWidth,
            FrameHeight = window.FrameHeight,
            CandidateType = window.CandidateType,
        };
}
