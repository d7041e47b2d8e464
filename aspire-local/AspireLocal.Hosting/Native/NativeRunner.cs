using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Native;

/// <summary>
/// A server of the machine in the place of a container. Of what it prints only errors are shown; the rest (its hints for production among it) is there at
/// level Debug, and the last of it when it fails.
/// </summary>
internal abstract class NativeRunner(Resource resource, ILoggerFactory loggers) : ResourceRunner(resource)
{
    private bool _hasAnswered;

    protected ILoggerFactory Loggers { get; } = loggers;

    protected ResourceLog Output { get; } = new(loggers, resource.Name, LevelOf);

    protected SupervisedProcess? Process { get; private set; }

    protected int Port => Resource.Endpoints[0].Allocated!.Value.Port;

    public override Task<int> Ended => Process?.Exited ?? base.Ended;

    public override string LastWords => Output.Tail;

    public override async Task StopAsync()
    {
        if (Process is not null)
            await Process.DisposeAsync();
    }

    public override async Task<string?> CheckHealthAsync(CancellationToken cancellationToken)
    {
        if (Process!.IsRunning)
        {
            var problem = await PingAsync(cancellationToken);
            _hasAnswered |= problem is null;
            return problem;
        }

        if (!_hasAnswered)
            throw new HostingException($"{Description} ended: {Output.Tail}");

        // It did start: that it is over is told by its end, as soon as its output is read.
        await Process.Exited.WaitAsync(cancellationToken);
        return $"{Description} ended";
    }

    protected abstract Task<string?> PingAsync(CancellationToken cancellationToken);

    protected void Launch(ProcessSpec spec) => Process = SupervisedProcess.Start(spec, Output.Write);

    private static LogLevel LevelOf(string line) =>
        // Postgres says so to each client that is connected when it is stopped.
        line.Contains("due to administrator command", StringComparison.Ordinal) ? LogLevel.Debug
        : line.Contains("PANIC", StringComparison.Ordinal) || line.Contains("FATAL", StringComparison.Ordinal) ? LogLevel.Error
        : line.Contains("ERROR", StringComparison.Ordinal) ? LogLevel.Warning
        : LogLevel.Debug;
}
