using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Running;

/// <summary>Ends the AppHost when the `dotnet run` that started it is killed: that one leaves its child behind and cannot say so.</summary>
internal sealed class ParentWatch(IHostApplicationLifetime lifetime, TimeProvider timeProvider) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (ProcessFiles.Parent(Environment.ProcessId) is not { } parent || !IsDotnetRun(ProcessFiles.Arguments(parent)))
            return;

        using var timer = new PeriodicTimer(s_interval, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (ProcessFiles.Parent(Environment.ProcessId) == parent)
                continue;

            lifetime.StopApplication();
            return;
        }
    }

    private static bool IsDotnetRun(IReadOnlyList<string> arguments) =>
        arguments is [var program, ..] && Path.GetFileName(program) == "dotnet" && arguments.Any(argument => argument is "run" or "watch");
}
