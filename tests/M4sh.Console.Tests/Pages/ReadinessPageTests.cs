using Bunit;
using M4sh.Console.Readiness;
using M4sh.Console.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ReadinessPage = M4sh.Console.Components.Pages.ReadinessPage;

namespace M4sh.Console.Tests.Pages;

public sealed class ReadinessPageTests : PageTest
{
    private readonly FakeReadinessBrowsers _browser = new();

    public ReadinessPageTests()
    {
        Services.AddSingleton<IReadinessBrowsers>(_browser);
        Services.AddSingleton(new ReadinessContext(World.Clients, World.Time, NullLogger<ReadinessCheck>.Instance));
    }

    [Fact]
    public void Page_Opened_ShowsWhatItWillTry()
    {
        var page = Render<ReadinessPage>();

        Assert.Equal(ReadinessStep.All.Count, page.FindAll($"{ById("readiness-steps")} > li[data-state=pending]").Count);
        Assert.Empty(page.FindAll(ById("result-text")));
        Assert.False(_browser.IsOpen);
    }

    [Fact]
    public async Task Page_Checked_ShowsTheResultAndCopiesIt()
    {
        _browser.Camera = new("NotFoundError");
        var page = Render<ReadinessPage>();

        await ClickAsync(page, ById("start-check"));

        var camera = page.WaitForElement($"{ById("ready-camera")}[data-state=failed]");
        Assert.Contains("There is no camera.", camera.TextContent, StringComparison.Ordinal);
        Assert.Contains("Connect a camera.", camera.TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("not ready", page.Find(ById("readiness-outcome")).TextContent));
        await ClickAsync(page, ById("copy-text"));
        page.WaitForAssertion(() => Assert.Equal("Copied.", page.Find(ById("copied")).TextContent));
        Assert.Equal(page.Find(ById("result-text")).TextContent, _browser.Copied);
    }

    [Fact]
    public async Task Page_BrowserKeepsItsClipboard_SaysWhatToDo()
    {
        _browser.MayCopy = false;
        var page = Render<ReadinessPage>();
        await ClickAsync(page, ById("start-check"));

        await ClickAsync(page, ById("copy-json"));

        page.WaitForAssertion(() => Assert.Contains("select the text", page.Find(ById("copied")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Cancelled_SaysSoAndOffersAnother()
    {
        _browser.CameraOpens = new TaskCompletionSource().Task;
        var page = Render<ReadinessPage>();
        var starting = page.InvokeAsync(() => page.Find(ById("start-check")).Click());
        page.WaitForElement($"{ById("ready-camera")}[data-state=running]");

        await ClickAsync(page, ById("cancel-check"));

        Assert.Contains("Check again", page.WaitForElement(ById("start-check")).TextContent, StringComparison.Ordinal);
        Assert.Equal("skipped", page.Find(ById("ready-relay")).GetAttribute("data-state"));
        Assert.False(_browser.IsOpen);
        await starting;
    }

    [Fact]
    public async Task Page_Left_LeavesNothingOpen()
    {
        _browser.CameraOpens = new TaskCompletionSource().Task;
        var page = Render<ReadinessPage>();
        var starting = page.InvokeAsync(() => page.Find(ById("start-check")).Click());
        page.WaitForElement($"{ById("ready-camera")}[data-state=running]");

        await DisposeComponentsAsync();

        Assert.False(_browser.IsOpen);
        await starting;
    }
}
