using System.Diagnostics;
using System.Globalization;

namespace M4sh.Bench.Signaling;

/// <summary>A server under measurement: its processes, and how two peers of a call reach it.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Servers">Its processes; others that it needs (Redis, Postgres) are not counted.</param>
/// <param name="OpenAsync">Makes so many calls ready, up to but without their connections.</param>
internal sealed record Contender(string Name, IReadOnlyList<Process> Servers, Func<int, Task<IReadOnlyList<Call>>> OpenAsync)
{
    public TimeSpan Cpu() => Servers.Aggregate(TimeSpan.Zero, static (sum, server) =>
    {
        server.Refresh();
        return sum + server.TotalProcessorTime;
    });

    /// <summary>Has them collect their garbage.</summary>
    public async Task CollectAsync(CancellationToken cancellationToken)
    {
        foreach (var server in Servers)
        {
            using var kill = Process.Start("kill", ["-USR2", server.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(cancellationToken);
        }
    }

    public long Memory() => Servers.Sum(server =>
    {
        server.Refresh();
        if (server.HasExited)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{Name} has ended with {server.ExitCode}."));

        return server.WorkingSet64;
    });
}
