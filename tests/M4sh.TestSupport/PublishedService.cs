using System.Diagnostics;

namespace M4sh.TestSupport;

/// <summary>A service in the form in which it is deployed.</summary>
public static class PublishedService
{
    /// <summary>How this process and all that it starts was built.</summary>
    public const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    /// <summary>Publishes what was built, into a folder that holds nothing else.</summary>
    /// <returns>Its assembly there.</returns>
    public static async Task<string> PublishAsync(string name, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(RepositoryFolder.Path, "artifacts", "published", name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        var start = new ProcessStartInfo("dotnet", ["publish", Path.Combine(RepositoryFolder.Path, name), "--no-build", "-c", Configuration, "-o", folder])
        {
            RedirectStandardOutput = true,

            // A node that stays would keep the output open.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
        };
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync(cancellationToken);
        await publish.WaitForExitAsync(cancellationToken);
        return publish.ExitCode == 0 ? Path.Combine(folder, $"{name}.dll") : throw new InvalidOperationException($"{name} cannot be published: {output}");
    }
}
