using Xunit.Sdk;
using Xunit.v3;

namespace M4sh.TestSupport;

/// <summary>
/// Test assemblies that start whole stacks or many servers run one after another: <c>dotnet test</c> starts as many as there are cores, and on two cores
/// each would then measure the other. A process that dies gives its turn back.
/// </summary>
public sealed class WholeMachine : ITestPipelineStartup
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private FileStream? _turn;

    public async ValueTask StartAsync(IMessageSink diagnosticMessageSink)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RepositoryFolder.Path, "artifacts"));
        var path = Path.Combine(folder.FullName, "whole-machine.lock");
        using var timer = new PeriodicTimer(s_pause);
        while ((_turn = TryOpen(path)) is null)
        {
            await timer.WaitForNextTickAsync();
        }
    }

    public async ValueTask StopAsync()
    {
        if (_turn is { } turn)
        {
            await turn.DisposeAsync();
        }
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // Another's turn.
            return null;
        }
    }
}
