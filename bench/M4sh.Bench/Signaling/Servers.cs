using System.Diagnostics;
using System.Globalization;
using M4sh.TestSupport;

namespace M4sh.Bench.Signaling;

/// <summary>The servers that M4sh is measured beside, each a process of its own on a free port, gone with this.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    /// <summary>Of .NET's servers under measurement.</summary>
    public static readonly string Hook = typeof(StartupHook).Assembly.Location;

    private readonly List<Process> _processes = [];
    private readonly string _modules = Path.Combine(Path.GetTempPath(), "m4sh-bench-node");

    /// <summary>The bare relay: this program, started as that.</summary>
    public async Task<(Process Process, Uri Address)> StartBareAsync(CancellationToken cancellationToken)
    {
        var port = FreePort.Next();
        var address = Address("http", port);
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["bare-relay"]);
        start.Environment["ASPNETCORE_URLS"] = address.ToString();

        // .NET's default, which is to the relay's advantage; this program is without, as the API.
        start.Environment["DOTNET_TieredPGO"] = "1";
        start.Environment["DOTNET_STARTUP_HOOKS"] = Hook;
        var process = Start(start);
        using var client = new HttpClient { BaseAddress = address };
        await UntilAsync(process, async () =>
        {
            try
            {
                using var response = await client.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, cancellationToken);
        return (process, Address("ws", port));
    }

    /// <summary>A server of npm, by the name of its script.</summary>
    public async Task<(Process Process, Uri Address)> StartNodeAsync(string script, CancellationToken cancellationToken)
    {
        await InstallAsync(cancellationToken);
        var port = FreePort.Next();
        var start = new ProcessStartInfo("node", ["--expose-gc", Path.Combine(_modules, script)]) { WorkingDirectory = _modules };
        start.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["NODE_ENV"] = "production";
        var ready = false;
        var process = Start(start, line => ready |= line == "ready");
        await UntilAsync(process, () => Task.FromResult(ready), cancellationToken);
        return (process, Address("ws", port));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private static Uri Address(string scheme, int port) => new(string.Create(CultureInfo.InvariantCulture, $"{scheme}://127.0.0.1:{port}/"));

    private static async Task UntilAsync(Process process, Func<Task<bool>> ready, CancellationToken cancellationToken)
    {
        for (var watch = Stopwatch.StartNew(); !await ready();)
        {
            if (process.HasExited || watch.Elapsed > StartTime)
                throw new InvalidOperationException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} does not start.");

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    private async Task InstallAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_modules);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "node")))
            File.Copy(file, Path.Combine(_modules, Path.GetFileName(file)), overwrite: true);

        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--silent"]) { WorkingDirectory = _modules })
            ?? throw new InvalidOperationException("npm does not start.");
        await npm.WaitForExitAsync(cancellationToken);
        if (npm.ExitCode != 0)
            throw new InvalidOperationException("npm could not install the servers to compare with.");
    }

    private Process Start(ProcessStartInfo start, Action<string?>? onLine = null)
    {
        start.RedirectStandardOutput = true;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} does not start.");
        process.OutputDataReceived += (_, line) => onLine?.Invoke(line.Data);
        process.BeginOutputReadLine();
        _processes.Add(process);
        return process;
    }
}
