using Microsoft.JSInterop;

namespace M4sh.Console.Readiness;

/// <summary>The browser of the page behind this circuit: <c>wwwroot/js/readiness.js</c>.</summary>
public sealed class ReadinessBrowsers(IJSRuntime js, ReachScript script) : IReadinessBrowsers, IAsyncDisposable
{
    private const string Module = "./js/readiness.js";

    private IJSObjectReference? _module;

    public async Task<IReadinessBrowser> OpenAsync() => new ReadinessBrowser(await (await LoadAsync()).InvokeAsync<IJSObjectReference>("init"), script);

    public async Task<bool> CopyAsync(string text) => await (await LoadAsync()).InvokeAsync<bool>("copy", text);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the module with it.
        }
    }

    private async Task<IJSObjectReference> LoadAsync() => _module ??= await js.InvokeAsync<IJSObjectReference>("import", Module);
}
