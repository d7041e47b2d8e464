using Aspire.Hosting.Output;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Running;

/// <summary>In the place of everything else: asks the AppHost that runs here already for a command, says what became of it, and ends.</summary>
internal sealed class CommandRequest(AppHostMetadata metadata, RunOptions options, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            System.Console.WriteLine(await CommandSocket.AskAsync(metadata, options, options.Command!, stoppingToken));
        }
        catch (HostingException exception)
        {
            ConsoleOutput.WriteFailure(exception.Message);
            Environment.ExitCode = 1;
        }
        finally
        {
            lifetime.StopApplication();
        }
    }
}
