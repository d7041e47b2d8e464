using M4sh.Contracts.Qos;
using M4sh.SignalingApi.Errors;

namespace M4sh.SignalingApi.Qos;

/// <summary>What a sample may hold (PROTOCOL §7).</summary>
internal static class QosRules
{
    private const double MaxPacketLossPct = 100;

    /// <param name="samples">The samples.</param>
    /// <param name="batched">Whether they came as <c>samples</c>: then members are named <c>samples[3].rtt_ms</c>.</param>
    public static void Validate(IReadOnlyList<QosSample> samples, bool batched)
    {
        var errors = new RequestErrors();
        errors.Check(samples.Count is >= 1 and <= QosBatch.MaxSamples, "samples", $"must hold 1 to {QosBatch.MaxSamples} samples");
        errors.ThrowIfAny();
        for (var i = 0; i < samples.Count; i++)
        {
            var prefix = batched ? $"samples[{i}]" : "";
            if (samples[i] is { } sample)
                Validate(errors, sample, prefix.Length == 0 ? "" : $"{prefix}.");
            else
                errors.Add(prefix, "must be a sample");
        }

        errors.ThrowIfAny();
    }

    private static void Validate(RequestErrors errors, QosSample sample, string prefix)
    {
        void Range(string member, double? value, double max = double.MaxValue) => errors.Check(
            value is null || (double.IsFinite(value.Value) && value >= 0 && value <= max),
            prefix + member, max == double.MaxValue ? "must be a number from 0" : $"must be a number from 0 to {max}");

        Range("rtt_ms", sample.RttMs, QosSample.MaxMilliseconds);
        Range("packet_loss_pct", sample.PacketLossPct, MaxPacketLossPct);
        Range("jitter_ms", sample.JitterMs, QosSample.MaxMilliseconds);
        Range("bitrate_kbps", sample.BitrateKbps);
        Range("frames_per_second", sample.FramesPerSecond);
        Range("freeze_count", sample.FreezeCount);
        Range("audio_level", sample.AudioLevel);
        Range("frame_width", sample.FrameWidth);
        Range("frame_height", sample.FrameHeight);
        errors.CheckLength(sample.Id, $"{prefix}id", 1, QosSample.MaxIdLength);
    }
}
