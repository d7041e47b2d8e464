using System.Diagnostics;

namespace M4sh.Console.Runs.Pipeline;

/// <summary>A Chromium process with a profile of its own, which ends with the console, also when that is killed.</summary>
public sealed partial class HeadlessChromium : IHeadlessBrowser
{
    // The shell ends the browser when its standard input closes, and itself when the browser ends.
    private const string Watcher =
        "exec 3<&0; \"$@\" </dev/null 3<&- & browser=$!; { cat; kill -TERM $browser; } <&3 >/dev/null 2>&1 & exec 3<&-; wait $browser";

    private static readonly string[] Arguments =
    [
        "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-dev-shm-usage", "--mute-audio",
        "--autoplay-policy=no-user-gesture-required", "--window-size=1280,900",

        // Candidates with addresses instead of mDNS names: nothing answers those on a server.
        "--disable-features=WebRtcHideLocalIpsWithMdns",
    ];

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _exited = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly string _profile;
    private readonly ILogger _logger;
    private readonly Task _watching;

    private HeadlessChromium(ProcessStartInfo start, string profile, ILogger logger)
    {
        (_profile, _logger) = (profile, logger);

        // Not WaitForExitAsync, which also waits until the last child has closed what it prints to.
        _process = new() { StartInfo = start, EnableRaisingEvents = true };
        _process.Exited += (_, _) => _ended.TrySetResult();
        _process.OutputDataReceived += (_, line) => Log.Printed(logger, line.Data);
        _process.ErrorDataReceived += (_, line) => Log.Printed(logger, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _watching = WatchAsync();
    }

    public CancellationToken Exited => _exited.Token;

    public static HeadlessChromium Start(string program, Uri page, ILogger logger)
    {
        var profile = Directory.CreateTempSubdirectory("m4sh-browser-").FullName;
        string[] command = [program, .. Arguments, .. Sandbox(), $"--user-data-dir={profile}", page.AbsoluteUri];
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(command[0], command[1..]) : new("/bin/sh", ["-c", Watcher, "sh", .. command]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        if (!OperatingSystem.IsWindows())
        {
            // The console's own environment has its keys.
            start.Environment.Clear();
            start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
            start.Environment["HOME"] = profile;
        }

        return new(start, profile, logger);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var grace = new CancellationTokenSource(OperatingSystem.IsWindows() ? TimeSpan.Zero : Grace);
        await _watching.WaitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _watching;
        _process.Dispose();
        _exited.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException exception)
        {
            // A last child of it still writes; the machine's temporary files go some day.
            Log.ProfileStays(_logger, _profile, exception);
        }
    }

    // Chromium's sandbox does not work for root, as which containers like to run.
    private static string[] Sandbox() => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? ["--no-sandbox"] : [];

    private async Task WatchAsync()
    {
        await _ended.Task;
        await _exited.CancelAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "The browser printed: {Line}")]
        public static partial void Printed(ILogger logger, string? line);

        [LoggerMessage(LogLevel.Debug, "The browser's profile {Folder} could not be deleted")]
        public static partial void ProfileStays(ILogger logger, string folder, Exception exception);
    }
}
