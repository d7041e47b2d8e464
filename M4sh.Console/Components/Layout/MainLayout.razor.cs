using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace M4sh.Console.Components.Layout;

public sealed partial class MainLayout
{
    private const string Module = "./js/theme.js";

    private ErrorBoundary? _boundary;
    private DotNetObjectReference<MainLayout>? _self;
    private IJSObjectReference? _theme;
    private bool _ready;
    private bool _dark;
    private bool _drawer = true;

    /// <summary>Told by the browser, and only while the viewer has no choice of their own.</summary>
    [JSInvokable]
    public void OnSystemThemeChanged(bool isDark)
    {
        _dark = isDark;
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_theme is not null)
            {
                await _theme.InvokeVoidAsync("dispose");
                await _theme.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the module with it.
        }
        finally
        {
            _self?.Dispose();
        }
    }

    protected override void OnParametersSet() => _boundary?.Recover();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        _theme = await Js.InvokeAsync<IJSObjectReference>("import", Module);
        _dark = await _theme.InvokeAsync<bool>("init", _self);
        Viewer.Set(await ZoneAsync());
        _ready = true;
        StateHasChanged();
    }

    private async Task<string?> ZoneAsync()
    {
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/zone.js");
        return await module.InvokeAsync<string?>("zone");
    }

    private void ToggleDrawer() => _drawer = !_drawer;

    private async Task ToggleThemeAsync()
    {
        _dark = !_dark;
        await _theme!.InvokeVoidAsync("update", _dark);
    }
}
