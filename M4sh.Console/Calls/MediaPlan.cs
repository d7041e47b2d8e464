namespace M4sh.Console.Calls;

/// <summary>What the peers send.</summary>
public sealed record MediaPlan
{
    public MediaSource Source { get; init; } = MediaSource.Synthetic;

    public VideoCodec Codec { get; init; } = VideoCodec.Vp8;

    public VideoSize Size { get; init; } = VideoSize.Small;
}
