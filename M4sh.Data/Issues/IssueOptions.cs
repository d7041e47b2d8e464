using System.ComponentModel.DataAnnotations;

namespace M4sh.Data.Issues;

/// <summary>When issues are raised and cleared. The API and the QosWorker should be given the same. The defaults' reasons are in docs/issues.md.</summary>
public sealed class IssueOptions : IValidatableObject
{
    public const string SectionName = "Qos:Issues";

    /// <summary>How many samples of a stream in a row raise an issue. Default 3.</summary>
    [Range(1, 100)]
    public int RaiseAfter { get; set; } = 3;

    /// <summary>How many samples of a stream in a row clear it. Default 3.</summary>
    [Range(1, 100)]
    public int ClearAfter { get; set; } = 3;

    /// <summary>Without a sample for so long a stream is over, and with it what was wrong with it. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan StreamGap { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Without a sample of it for so long nothing is heard or seen of a kind. Default 12 s: two samples are missing.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan SilenceAfter { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>Below it nothing flows, kilobits a second. Default 0.5.</summary>
    [Range(0, 1_000)]
    public double FlowKbps { get; set; } = 0.5;

    /// <summary>Round-trip time, milliseconds. Default 200, 150, 400.</summary>
    public IssueThreshold HighRtt { get; set; } = new() { Raise = 200, Clear = 150, Critical = 400 };

    /// <summary>Loss, percent. Default 3, 2, 10.</summary>
    public IssueThreshold PacketLoss { get; set; } = new() { Raise = 3, Clear = 2, Critical = 10 };

    /// <summary>Jitter, milliseconds. Default 30, 20, 100.</summary>
    public IssueThreshold Jitter { get; set; } = new() { Raise = 30, Clear = 20, Critical = 100 };

    /// <summary>Bitrate of video, kilobits a second: the less the worse. Default 150, 200, 50.</summary>
    public IssueThreshold LowBitrate { get; set; } = new() { Raise = 150, Clear = 200, Critical = 50 };

    /// <summary>Freezes a sample of inbound video. Default 1, 1, 3.</summary>
    public IssueThreshold VideoFreeze { get; set; } = new() { Raise = 1, Clear = 1, Critical = 3 };

    /// <summary>How many samples in a row with a freeze raise <c>video_freeze</c>. Default 2.</summary>
    [Range(1, 100)]
    public int FreezesToRaise { get; set; } = 2;

    /// <summary>From two participants to a connection. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SlowSetup { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>From there on it is critical. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan VerySlowSetup { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many losses of a participant's signaling or connection that came back, within <see cref="ReconnectWindow"/>, raise <c>reconnects</c>. Default 3.</summary>
    [Range(1, 100)]
    public int Reconnects { get; set; } = 3;

    /// <summary>From there on it is critical. Default 6.</summary>
    [Range(1, 100)]
    public int ManyReconnects { get; set; } = 6;

    /// <summary>In what time they count. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan ReconnectWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, threshold) in new[] { (nameof(HighRtt), HighRtt), (nameof(PacketLoss), PacketLoss), (nameof(Jitter), Jitter), (nameof(VideoFreeze), VideoFreeze) })
        {
            if (!threshold.IsOrderedUp)
                yield return new($"{SectionName}:{name}: Clear ≤ Raise ≤ Critical must hold.", [name]);
        }

        if (!LowBitrate.IsOrderedDown)
            yield return new($"{SectionName}:{nameof(LowBitrate)}: Clear ≥ Raise ≥ Critical must hold.", [nameof(LowBitrate)]);
    }
}
