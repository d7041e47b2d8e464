using M4sh.Console.Calls;
using Microsoft.AspNetCore.Components;

namespace M4sh.Console.Components.Calls;

/// <summary>A part of the page that shows a call's numbers, drawn at most twice a second.</summary>
public abstract class LiveCallPanel : ComponentBase, IAsyncDisposable
{
    private RenderThrottle? _throttle;

    [Parameter, EditorRequired]
    public TestCall Call { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    public async ValueTask DisposeAsync()
    {
        Call.NumbersChanged -= OnNumbersChanged;
        if (_throttle is not null)
        {
            await _throttle.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected override void OnInitialized()
    {
        _throttle = new(() => InvokeAsync(StateHasChanged), Time);
        Call.NumbersChanged += OnNumbersChanged;
    }

    private void OnNumbersChanged() => _throttle!.Request();
}
