using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace M4sh.Console.Components.Layout;

public sealed partial class MainLayout
{
    private const string Module = "./js/theme.js";

    private MudThemeProvider? _provider;
    private ErrorBoundary? _boundary;
    private IJSObjectReference? _theme;
    private bool _ready;
    private bool _dark;
    private bool _drawer = true;

    // The user's own choice, kept by the browser; null follows the system.
    private string? _choice;

    public async ValueTask DisposeAsync()
    {
        if (_theme is null)
        {
            return;
        }

        try
        {
            await _theme.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the module with it.
        }
    }

    protected override void OnParametersSet() => _boundary?.Recover();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || _provider is null)
        {
            return;
        }

        _theme = await Js.InvokeAsync<IJSObjectReference>("import", Module);
        _choice = await _theme.InvokeAsync<string?>("init");
        _dark = _choice is null ? await _provider.GetSystemDarkModeAsync() : _choice == "dark";
        await _provider.WatchSystemDarkModeAsync(OnSystemChangedAsync);
        Viewer.Set(await ZoneAsync());
        _ready = true;
        StateHasChanged();
    }

    private Task OnSystemChangedAsync(bool dark) => _choice is not null ? Task.CompletedTask : InvokeAsync(() =>
    {
        _dark = dark;
        StateHasChanged();
    });

    private async Task<string?> ZoneAsync()
    {
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/zone.js");
        return await module.InvokeAsync<string?>("zone");
    }

    private void ToggleDrawer() => _drawer = !_drawer;

    private async Task ToggleThemeAsync()
    {
        _dark = !_dark;

        // Back at what the system says, the system is followed again.
        var system = await _provider!.GetSystemDarkModeAsync();
        _choice = _dark == system ? null : _dark ? "dark" : "light";
        await _theme!.InvokeVoidAsync("update", _choice);
    }
}
