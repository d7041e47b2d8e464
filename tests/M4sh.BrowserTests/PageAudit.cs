using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

/// <summary>What axe finds in pages, light and dark, on a wide screen and on a phone; and whether they scroll sideways there.</summary>
internal sealed class PageAudit
{
    private const int Height = 1000;
    private const int Wide = 1400;
    private const int Phone = 390;

    /// <summary>Everything is read, drawn in the theme asked for and at rest; the navigation is where the width puts it.</summary>
    private const string Settled =
        """
        ([dark, wide]) => {
          const [, red] = getComputedStyle(document.documentElement).getPropertyValue('--mud-palette-background').match(/rgba?\((\d+)/) ?? [];
          const drawer = document.querySelector('.mud-drawer');
          const ends = animation => Number.isFinite(animation.effect.getComputedTiming().endTime);
          return red !== undefined && (red < 128) === dark
            && (!drawer || drawer.classList.contains('mud-drawer--open') === wide)
            && document.querySelector('h1') !== null && document.querySelector('[aria-busy=true], [data-testid=loading]') === null
            && document.getAnimations().every(each => each.playState === 'finished' || !ends(each));
        }
        """;

    private const string Sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    // For sound that starts by itself axe would load each video to its end, and a live one has none.
    private static readonly AxeRunOptions s_all = new()
    {
        Rules = new Dictionary<string, RuleOptions> { ["no-autoplay-audio"] = new() { Enabled = false } },
        ResultTypes = [ResultType.Violations],
    };

    // What else axe looks at is the same in both themes.
    private static readonly AxeRunOptions s_colors = new()
    {
        RunOnly = new() { Type = "rule", Values = ["color-contrast", "link-in-text-block"] },
        ResultTypes = [ResultType.Violations],
    };

    private readonly List<string> _findings = [];

    public IReadOnlyList<string> Findings => _findings;

    public async Task CheckAsync(WatchedPage page, string name)
    {
        await SettleAsync(page, ColorScheme.Light, Phone);
        if (await page.Page.EvaluateAsync<int>(Sideways) is > 0 and var pixels)
        {
            _findings.Add($"{name}: scrolls sideways by {pixels} px at {Phone} px");
        }

        await RunAsync(page, $"{name}, phone", s_all);
        await SettleAsync(page, ColorScheme.Dark, Wide);
        await RunAsync(page, $"{name}, dark", s_colors);
        await SettleAsync(page, ColorScheme.Light, Wide);
        await RunAsync(page, $"{name}, light", s_all);
    }

    private static async Task SettleAsync(WatchedPage page, ColorScheme scheme, int width)
    {
        await page.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await page.Page.SetViewportSizeAsync(width, Height);
        await page.UntilAsync(Settled, new[] { scheme == ColorScheme.Dark, width == Wide });
    }

    private async Task RunAsync(WatchedPage page, string name, AxeRunOptions options)
    {
        var result = await page.Page.RunAxe(options);
        _findings.AddRange(
            from violation in result.Violations
            from node in violation.Nodes
            select $"{name}: {violation.Id} ({violation.Help}) at {node.Target}: {node.Html}; " +
                   string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message)));
    }
}
