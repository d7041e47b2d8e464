using M4sh.TestSupport;

namespace M4sh.IntegrationTests;

public sealed class ShutdownTests
{
    private const string Marker = "M4SH_TEST_STACK";

    [Fact]
    public async Task AppHost_Stopped_LeavesNoProcess()
    {
        Requires.Condition(OperatingSystem.IsLinux(), "Processes are found by their environment in /proc.");
        Stack.RequirePrograms();
        var marker = Guid.CreateVersion7().ToString();
        Environment.SetEnvironmentVariable(Marker, marker);

        await using (var app = await Stack.StartAsync(TestContext.Current.CancellationToken))
        {
            Assert.NotEmpty(ProcessesOf(marker));
            await app.StopAsync(TestContext.Current.CancellationToken);
        }

        Environment.SetEnvironmentVariable(Marker, null);
        Assert.Empty(ProcessesOf(marker));
    }

    /// <summary>Everything that was started with the marker in its environment, whatever became of its parent.</summary>
    private static IEnumerable<string> ProcessesOf(string marker)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out var id) && id != Environment.ProcessId))
        {
            string environment, name;
            try
            {
                environment = File.ReadAllText(Path.Combine(folder, "environ"));
                name = File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended while it was looked at, or is another user's.
                continue;
            }

            if (environment.Contains($"{Marker}={marker}", StringComparison.Ordinal))
            {
                yield return $"{Path.GetFileName(folder)}: {name}";
            }
        }
    }
}
