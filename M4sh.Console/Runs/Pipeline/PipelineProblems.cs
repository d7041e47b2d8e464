using M4sh.Console.Problems;

namespace M4sh.Console.Runs.Pipeline;

/// <summary>What goes wrong with a pipeline's run beside its calls.</summary>
public static class PipelineProblems
{
    public const string NoBrowserCode = "no_browser";

    public const string BusyCode = "busy";

    public static Problem NoBrowser { get; } = new(
        NoBrowserCode, "There is no Chromium on the console's machine.", "Install chromium or google-chrome there, or set TestRuns:Browser to its path.");

    public static Problem BrowserGone { get; } = new(
        "browser_gone", "The browser ended before the calls were made.", "The console's log has what it printed.");

    public static Problem PageGone { get; } = new("page_gone", "The page ended before the calls were made.", "Start another run.");

    public static Problem TooLong { get; } = new("run_timeout", "The calls took far longer than asked for.", "Look at the sessions of its calls, then start another run.");

    public static Problem Stopped { get; } = new("stopped", "The console was stopped.", "Start another run.");

    public static Problem NoPage(TimeSpan limit) => new(
        "browser_timeout",
        $"The browser did not open the console's page within {limit.TotalSeconds:0} s.",
        "Check TestRuns:Address, where the browser looks for the console, and the console's log.");
}
