using M4sh.Console.Runs.Pipeline;
using M4sh.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace M4sh.Console.Tests.Runs;

/// <summary>With a script in the browser's place.</summary>
public sealed class HeadlessChromiumTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("m4sh-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Dispose_StillRunning_EndsTheProcessAndItsProfile()
    {
        using var told = new FileSystemWatcher(_folder, "told");
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        told.Renamed += (_, _) => started.TrySetResult();
        told.Created += (_, _) => started.TrySetResult();
        told.EnableRaisingEvents = true;
        var browser = Start("echo $$ > telling; env >> telling; echo \"$@\" >> telling; mv telling told; exec sleep 600");
        await started.Task.WaitAsync(TestContext.Current.CancellationToken);
        var exited = browser.Exited;
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folder, "told"), TestContext.Current.CancellationToken);

        await browser.DisposeAsync();

        Assert.True(exited.IsCancellationRequested);
        Assert.False(Directory.Exists($"/proc/{lines[0]}"));
        Assert.EndsWith("http://localhost/page", lines[^1], StringComparison.Ordinal);
        var profile = lines[^1].Split(' ').Single(argument => argument.StartsWith("--user-data-dir=", StringComparison.Ordinal)).Split('=')[1];
        Assert.False(Directory.Exists(profile));

        // Nothing of the console's environment, which has its keys.
        Assert.All(lines[1..^1], line => Assert.Contains(line.Split('=')[0], (string[])["PATH", "HOME", "PWD", "SHLVL", "_", "OLDPWD"]));
    }

    [Fact]
    public async Task Exited_TheProcessEnds_IsTold()
    {
        var browser = Start("exit 3");
        var exited = new TaskCompletionSource();
        await using var registration = browser.Exited.Register(() => exited.TrySetResult());

        await exited.Task.WaitAsync(TestContext.Current.CancellationToken);

        await browser.DisposeAsync();
    }

    private HeadlessChromium Start(string script)
    {
        Requires.Condition(!OperatingSystem.IsWindows(), "The browser is watched by a shell, which Windows has none of.");
        var program = Path.Combine(_folder, "browser");
        File.WriteAllText(program, $"#!/bin/sh\ncd {_folder}\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return HeadlessChromium.Start(program, new("http://localhost/page"), NullLogger.Instance);
    }
}
