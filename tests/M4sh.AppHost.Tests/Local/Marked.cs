namespace M4sh.AppHost.Tests.Local;

/// <summary>Finds processes by a marker in their environment, whatever became of their parents.</summary>
internal static class Marked
{
    public const string Variable = "M4SH_TEST_APPHOST";

    public static IReadOnlyList<string> Processes(string marker) =>
        [.. Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _) && Has(folder, marker))
            .Select(folder => Path.GetFileName(folder)!)];

    public static async Task WaitUntilGoneAsync(string marker, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (Processes(marker).Count > 0)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static bool Has(string folder, string marker)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "environ")).Contains($"{Variable}={marker}", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended while it was looked at, or is another user's.
            return false;
        }
    }
}
