using System.Globalization;
using M4sh.Console.Calls;
using Microsoft.AspNetCore.Components;

namespace M4sh.Console.Components.Calls;

/// <summary>The numbers of one side.</summary>
public sealed partial class PeerQuality
{
    [Parameter, EditorRequired]
    public CallSide Side { get; set; } = default!;

    private string Title => $"What the {Side.Name}";

    private string Frames => Side.Metrics.Latest is { FrameWidth: { } width, FrameHeight: { } height } latest
        ? string.Create(CultureInfo.InvariantCulture, $"{width} × {height}, {latest.FramesPerSecond ?? 0:0} frames/s")
        : "no picture yet";

    private string Path => CandidatePairText.Of(Side.CandidatePair) ?? "no path yet";
}
