using System.Diagnostics;

namespace Aspire.Hosting.Running;

/// <summary>A short-lived program, such as initdb.</summary>
internal static class Command
{
    public static async Task RunAsync(
        string fileName, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? user = null, string input = "")
    {
        string[] all = [.. Users.Become(user), fileName, .. arguments];
        var start = new ProcessStartInfo(all[0], all.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start) ?? throw new HostingException($"{fileName} cannot be started.");
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new HostingException($"{Path.GetFileName(fileName)} failed with {process.ExitCode}: {await errors}{await output}".Trim());
    }
}
