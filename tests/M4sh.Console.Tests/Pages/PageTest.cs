using Bunit;
using M4sh.Console.Calls;
using M4sh.Console.Components.Common;
using M4sh.Console.Runs;
using M4sh.Console.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace M4sh.Console.Tests.Pages;

/// <summary>A page over faked services.</summary>
public abstract class PageTest : BunitContext
{
    private protected PageTest()
    {
        // Its one second is too short on a busy machine; a test that passes does not wait for it.
        DefaultWaitTimeout = TimeSpan.FromSeconds(30);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices().AddScoped<ViewerZone>();
        Services.AddSingleton<TimeProvider>(World.Time);
        Services.AddSingleton(World.Context);
        Services.AddSingleton(World.Clients);
        Services.AddSingleton<IBrowserPeers>(World.Browser);
        Services.AddSingleton<ITestRunStore>(World.Store);
        Services.AddSingleton(World.News);
        Services.AddSingleton(World.NewFeed());
        Services.AddSingleton(World.NewSessionFeeds());
        Services.AddSingleton(World.NewAnalytics());
    }

    private protected CallWorld World { get; } = new();

    /// <summary>Nothing is answered until what it returns is disposed of.</summary>
    private protected IDisposable HoldReadings()
    {
        var gate = new HeldReadings();
        World.Api.Gate = gate.Opened;
        return gate;
    }

    /// <summary>Where the page may be drawn anew at any moment: what is found is still there when it is clicked.</summary>
    private protected static async Task ClickAsync<T>(IRenderedComponent<T> page, string selector)
        where T : IComponent
    {
        page.WaitForElement(selector);
        await page.InvokeAsync(() => page.Find(selector).Click());
    }

    private protected static string ById(string id) => $"[data-testid={id}]";

    private sealed class HeldReadings : IDisposable
    {
        private readonly TaskCompletionSource _opened = new();

        public Task Opened => _opened.Task;

        public void Dispose() => _opened.TrySetResult();
    }
}
