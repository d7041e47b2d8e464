using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.Native;
using Aspire.Hosting.Running;
using M4sh.TestSupport;
using SupervisedProcess = Aspire.Hosting.Running.SupervisedProcess;

namespace M4sh.AppHost.Tests.Local;

public sealed class SupervisionTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task AppHost_KilledBySigKill_LeavesNoProcess()
    {
        Requires.Condition(OperatingSystem.IsLinux(), "Processes are found by their environment in /proc.");
        Requires.Condition(PostgresBinaries.Find().Count > 0, "postgres is not installed: apt-get install postgresql");
        using var folder = new TemporaryFolder();
        var marker = Guid.CreateVersion7().ToString();
        using var appHost = await StartAppHostAsync(folder.Path, marker);
        Assert.True(Marked.Processes(marker).Count > 5, "the AppHost, two servers and four services at least");

        appHost.Kill();

        using var patience = new CancellationTokenSource(s_patience);
        await Marked.WaitUntilGoneAsync(marker, patience.Token);
    }

    [Fact]
    public async Task AppHost_SecondOnTheSameData_SaysSoAndEnds()
    {
        using var folder = new TemporaryFolder();
        await using var first = await LocalApp.StartAsync(folder.Path, _ => { });

        using var second = Start(folder.Path, "none");
        var errors = await second.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Another AppHost is running on the data", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors + await second.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(1, second.ExitCode);
    }

    [Fact]
    public async Task Replica_Killed_IsTold()
    {
        Requires.Condition(OperatingSystem.IsLinux(), "Processes are found by their environment in /proc.");
        Requires.Condition(PostgresBinaries.Find().Count > 0, "postgres is not installed: apt-get install postgresql");
        using var folder = new TemporaryFolder();
        var marker = Guid.CreateVersion7().ToString();
        using var appHost = await StartAppHostAsync(folder.Path, marker);
        try
        {
            var row = await ReadUntilAsync(appHost, "└ signaling-api-1");

            Process.GetProcessById(int.Parse(row[(row.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)).Kill();

            Assert.Contains("ended by itself with exit code 137", await ReadUntilAsync(appHost, "signaling-api-1 ended"), StringComparison.Ordinal);
        }
        finally
        {
            appHost.Kill();
            using var patience = new CancellationTokenSource(s_patience);
            await Marked.WaitUntilGoneAsync(marker, patience.Token);
        }
    }

    [Fact]
    public async Task Child_ThatIgnoresTheSignal_IsKilledAfterTheGrace()
    {
        var ready = new TaskCompletionSource();
        await using var child = SupervisedProcess.Start(
            new ProcessSpec("sh", ["-c", "trap '' TERM; echo ready; while :; do sleep 1; done"], "/"), _ => ready.TrySetResult());
        await ready.Task.WaitAsync(TestContext.Current.CancellationToken);

        await child.StopAsync();

        Assert.False(child.IsRunning);
    }

    [Fact]
    public async Task Child_ThatEnds_TellsItsExitCodeAndLastWords()
    {
        var words = new List<string>();
        await using var child = SupervisedProcess.Start(new ProcessSpec("sh", ["-c", "echo farewell >&2; exit 7"], "/"), words.Add);

        Assert.Equal(7, await child.Exited.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["farewell"], words);
    }

    [Fact]
    public async Task Child_GivenANameThatNoShellKnows_GetsItsValue()
    {
        var environment = new Dictionary<string, string?> { ["services__some-api__http__0"] = "http://localhost:1", ["PLAIN"] = "yes" };
        var lines = new List<string>();
        await using var child = SupervisedProcess.Start(new ProcessSpec("env", [], "/", Environment: environment), lines.Add);

        Assert.Equal(0, await child.Exited.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Contains("services__some-api__http__0=http://localhost:1", lines);
        Assert.Contains("PLAIN=yes", lines);
    }

    [Fact]
    public void Child_GivenASecretUnderSuchAName_IsRefused() => Assert.Throws<Aspire.Hosting.HostingException>(() => SupervisedProcess.Start(
        new ProcessSpec("env", [], "/", Environment: new Dictionary<string, string?> { ["ConnectionStrings__my-db"] = "secret" }), _ => { }));

    private static async Task<Process> StartAppHostAsync(string folder, string marker)
    {
        var appHost = Start(folder, marker);
        Assert.DoesNotContain("in part", await ReadUntilAsync(appHost, " is up"), StringComparison.Ordinal);
        return appHost;
    }

    private static async Task<string> ReadUntilAsync(Process appHost, string text)
    {
        string? line;
        do
        {
            line = await appHost.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
        }
        while (!line.Contains(text, StringComparison.Ordinal));

        return line;
    }

    private static Process Start(string folder, string marker)
    {
        var program = Path.ChangeExtension(typeof(Projects.M4sh_AppHost).Assembly.Location, null);
        var start = new ProcessStartInfo(program, ["--AspireLocal:RandomPorts=true", $"--AspireLocal:DataFolder={folder}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Marked.Variable] = marker },
        };
        return Process.Start(start)!;
    }
}
