using M4sh.Console.Problems;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace M4sh.Console.Runs.Pipeline;

/// <summary>The Chromium of the machine.</summary>
public sealed class HeadlessChromiums(IServer server, IOptions<TestRunOptions> options, ILoggerFactory loggers) : IHeadlessBrowsers
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    public bool IsThere => Find() is not null;

    public Task<IHeadlessBrowser> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var program = Find() ?? throw new ProblemException(PipelineProblems.NoBrowser);
        return Task.FromResult<IHeadlessBrowser>(
            HeadlessChromium.Start(program, new Uri(options.Value.Address ?? OwnAddress(), path), loggers.CreateLogger<HeadlessChromium>()));
    }

    private string? Find() => options.Value.Browser is { Length: > 0 } given
        ? File.Exists(given) ? given : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name)))
            .FirstOrDefault(File.Exists);

    // What listens on every address of the machine is found at its loopback.
    private Uri OwnAddress()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = addresses.OrderByDescending(each => each.StartsWith("http:", StringComparison.OrdinalIgnoreCase)).FirstOrDefault()
            ?? throw new InvalidOperationException("The console listens nowhere yet.");
        var binding = BindingAddress.Parse(address);
        return new UriBuilder(binding.Scheme, binding.Host is "+" or "*" or "[::]" or "0.0.0.0" ? "localhost" : binding.Host, binding.Port).Uri;
    }
}
