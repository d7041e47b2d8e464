using System.Globalization;
using M4sh.Console.Calls;
using Microsoft.AspNetCore.Components;

namespace M4sh.Console.Components.Calls;

/// <summary>The numbers of one side, drawn at most twice a second.</summary>
public sealed partial class PeerQuality
{
    private RenderThrottle? _throttle;

    [Parameter, EditorRequired]
    public CallSide Side { get; set; } = default!;

    [Parameter, EditorRequired]
    public TestCall Call { get; set; } = default!;

    private string Title => $"What the {Side.Name}";

    private string Frames => Side.Metrics.Latest is { FrameWidth: { } width, FrameHeight: { } height } latest
        ? string.Create(CultureInfo.InvariantCulture, $"{width} × {height}, {latest.FramesPerSecond ?? 0:0} frames/s")
        : "no picture yet";

    private string Path => CandidatePairText.Of(Side.CandidatePair) ?? "no path yet";

    public async ValueTask DisposeAsync()
    {
        Call.NumbersChanged -= OnNumbersChanged;
        if (_throttle is not null)
        {
            await _throttle.DisposeAsync();
        }
    }

    protected override void OnInitialized()
    {
        _throttle = new(() => InvokeAsync(StateHasChanged), Time);
        Call.NumbersChanged += OnNumbersChanged;
    }

    private void OnNumbersChanged() => _throttle!.Request();
}
