using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace M4sh.BrowserTests;

/// <summary>What axe finds in pages, light and dark, on a wide screen and on a phone; and whether they scroll sideways there.</summary>
internal sealed class PageAudit
{
    private const int Height = 1000;
    private const int Wide = 1400;
    private const int Phone = 390;

    /// <summary>Everything is read, drawn in the theme asked for and at rest; the navigation is where the width puts it. The plain pages have no palette.</summary>
    private const string Settled =
        """
        ([dark, wide]) => {
          const [, red] = getComputedStyle(document.documentElement).getPropertyValue('--mud-palette-background').match(/rgba?\((\d+)/) ?? [];
          const isDark = red === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : red < 128;
          const drawer = document.querySelector('.mud-drawer');
          const ends = animation => Number.isFinite(animation.effect.getComputedTiming().endTime);
          return isDark === dark && (!drawer || drawer.classList.contains('mud-drawer--open') === wide)
            && document.querySelector('h1') !== null && document.querySelector('[aria-busy=true]:not([role=progressbar]), [data-testid=loading]') === null
            && document.getAnimations().every(each => each.playState === 'finished' || !ends(each));
        }
        """;

    /// <summary>By how much, and what stands out the most.</summary>
    private const string Sideways =
        """
        () => {
          const { scrollWidth, clientWidth } = document.documentElement;
          if (scrollWidth <= clientWidth) {
            return [];
          }

          const outside = [...document.querySelectorAll('main *')].filter(each => each.getBoundingClientRect().right > clientWidth);
          return [`scrolls sideways by ${scrollWidth - clientWidth} px: ${outside.slice(0, 3).map(each => each.outerHTML.slice(0, 120)).join(' ')}`];
        }
        """;

    private const string Axe =
        """
        async colors => {
          const runOnly = colors ? ['color-contrast', 'link-in-text-block'] : undefined;
          const { violations } = await axe.run(document, { resultTypes: ['violations'], ...(runOnly && { runOnly }) });
          return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, html, any, all, none }) =>
            `${id} (${help}) at ${target}: ${html}; ${[...any, ...all, ...none].map(check => check.message).join('; ')}`));
        }
        """;

    // The package's own way to run it opens another page for each run.
    private static readonly string s_script = $"() => {{ {new BundledAxeScriptProvider().GetScript()} }}";

    private readonly List<string> _findings = [];

    public IReadOnlyList<string> Findings => _findings;

    public async Task CheckAsync(WatchedPage page, string name)
    {
        if (await page.Page.EvaluateAsync<bool>("() => window.axe === undefined"))
        {
            await page.Page.EvaluateAsync(s_script);
        }

        // Beside colours everything is the same in both themes.
        foreach (var (scheme, width, colors) in ((ColorScheme, int, bool)[])
        [
            (ColorScheme.Light, Phone, false), (ColorScheme.Dark, Phone, true), (ColorScheme.Dark, Wide, true), (ColorScheme.Light, Wide, false),
        ])
        {
            await page.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.Page.SetViewportSizeAsync(width, Height);
            await page.UntilAsync(Settled, new[] { scheme == ColorScheme.Dark, width == Wide });
            Add(await page.Page.EvaluateAsync<string[]>(Axe, colors), $"{name}, {scheme}, {width} px");
            if (!colors)
            {
                Add(await page.Page.EvaluateAsync<string[]>(Sideways), $"{name}, {width} px");
            }
        }
    }

    private void Add(IEnumerable<string> found, string where) => _findings.AddRange(found.Select(each => $"{where}: {each}"));
}
