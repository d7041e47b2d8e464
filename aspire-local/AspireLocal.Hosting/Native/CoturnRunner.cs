using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Native;

/// <summary>The machine's turnserver in the place of the container, with its files and options. Where the container would serve this machine only, so does this one.</summary>
internal sealed class CoturnRunner(ContainerResource coturn, string? program, DataFolder data, ILoggerFactory loggers)
    : NativeRunner(coturn, loggers)
{
    // What is about docker's ports.
    private static readonly string[] s_containerOptions = ["--listening-port=", "--min-port=", "--max-port=", "--external-ip=127."];

    public override string Description => "native turnserver";

    public override string? Unavailable => program is null ? "coturn is not installed (calls get STUN only): apt-get install coturn" : null;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var folder = data.For(Resource.Name, keep: false);
        var isLoopback = coturn.Arguments.Exists(argument => argument.StartsWith("--external-ip=127.", StringComparison.Ordinal));
        var arguments = coturn.Arguments
            .Where(argument => !s_containerOptions.Any(option => argument.StartsWith(option, StringComparison.Ordinal)))
            .Select(argument => coturn.BindMounts.Aggregate(argument, (path, mount) => mount.Localize(path)));
        string[] own = [$"--listening-port={Port}", $"--pidfile={Path.Combine(folder, "turnserver.pid")}"];
        string[] loopback = isLoopback ? ["--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1"] : [];
        Launch(new ProcessSpec(program!, [.. arguments, .. own, .. loopback], folder));
        return Task.CompletedTask;
    }

    /// <summary>What it answers, the AppHost's own check of it asks.</summary>
    protected override Task<string?> PingAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
