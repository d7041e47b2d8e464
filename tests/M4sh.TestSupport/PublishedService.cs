using System.Diagnostics;
using System.Globalization;

namespace M4sh.TestSupport;

/// <summary>A service in the form in which it is deployed, running in Production.</summary>
public sealed class PublishedService : IAsyncDisposable
{
    /// <summary>How this process and all that it starts was built.</summary>
    public const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private readonly SupervisedProcess _process;

    private PublishedService(Uri address, SupervisedProcess process) => (Address, _process) = (address, process);

    public Uri Address { get; }

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

    /// <summary>Publishes it, and starts it there; when it returns, the service is healthy.</summary>
    /// <param name="name">Its project.</param>
    /// <param name="settings">Its environment.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="arguments">Settings that a shell passes in no environment: with a dash in the name.</param>
    public static async Task<PublishedService> StartAsync(
        string name, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        var assembly = await PublishAsync(name, cancellationToken);
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Path.GetDirectoryName(assembly) };
        foreach (var (key, value) in settings)
            start.Environment[key] = value;

        (start.Environment["ASPNETCORE_URLS"], start.Environment["ASPNETCORE_ENVIRONMENT"]) = (address.ToString(), "Production");
        var service = new PublishedService(address, SupervisedProcess.Start(start, "TERM", "dotnet", [assembly, .. arguments]));
        try
        {
            await service.HealthyAsync(cancellationToken);
            return service;
        }
        catch
        {
            // Nobody else has it to dispose of.
            await service.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task HealthyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            if (watch.Elapsed > StartTime)
                throw new InvalidOperationException($"It does not become healthy:\n{_process.Output}");

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }
}
