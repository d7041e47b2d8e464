using Bunit;
using Bunit.TestDoubles;
using M4sh.Console.Components.Layout;
using MudBlazor;
using MudBlazor.Extensions;

namespace M4sh.Console.Tests.Pages;

public sealed class MainLayoutTests : PageTest
{
    private readonly BunitJSModuleInterop _theme;

    public MainLayoutTests()
    {
        _theme = JSInterop.SetupModule("./js/theme.js");
        _theme.Mode = JSRuntimeMode.Loose;
        this.AddAuthorization();
    }

    [Theory]
    [InlineData(true, "Light theme")]
    [InlineData(false, "Dark theme")]
    public void Theme_AtTheStart_IsWhatTheBrowserSays(bool isDark, string other)
    {
        var layout = RenderWith(isDark);

        Assert.Equal(isDark, IsDark(layout));
        Assert.Equal(other, layout.Find(ById("theme-toggle")).GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Theme_TheSystemsChanges_IsFollowedByTheOpenPage()
    {
        var layout = RenderWith(isDark: false);

        await layout.InvokeAsync(() => layout.Instance.OnSystemThemeChanged(true));
        Assert.True(IsDark(layout));

        await layout.InvokeAsync(() => layout.Instance.OnSystemThemeChanged(false));
        Assert.False(IsDark(layout));
    }

    [Fact]
    public async Task Theme_Chosen_IsShownAndToldToTheBrowser()
    {
        var layout = RenderWith(isDark: false);

        await ClickAsync(layout, ById("theme-toggle"));

        Assert.True(IsDark(layout));
        Assert.Equal([true], Assert.Single(_theme.Invocations["update"]).Arguments);
    }

    [Fact]
    public async Task Layout_Left_HearsNoMoreOfTheSystem()
    {
        RenderWith(isDark: false);

        await DisposeComponentsAsync();

        Assert.Single(_theme.Invocations["dispose"]);
    }

    private static bool IsDark(IRenderedComponent<MainLayout> layout) => layout.FindComponent<MudThemeProvider>().Instance.GetState(provider => provider.IsDarkMode);

    private IRenderedComponent<MainLayout> RenderWith(bool isDark)
    {
        _theme.Setup<bool>("init", _ => true).SetResult(isDark);
        var layout = Render<MainLayout>();
        layout.WaitForElement(ById("theme-toggle"));
        return layout;
    }
}
