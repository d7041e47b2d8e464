using System.Collections.Concurrent;
using System.Diagnostics;

namespace M4sh.TestSupport;

/// <summary>A program that ends with the test process, also when that is killed: a shell stops it when its standard input closes.</summary>
public sealed class SupervisedProcess : IAsyncDisposable
{
    private readonly Process _shell;
    private readonly ConcurrentQueue<string> _output = new();

    private SupervisedProcess(Process shell) => _shell = shell;

    /// <summary>What it has printed.</summary>
    public string Output => string.Join('\n', _output);

    public static SupervisedProcess Start(string stopSignal, string program, params IEnumerable<string> arguments) =>
        Start(new ProcessStartInfo("/bin/sh"), stopSignal, program, arguments);

    /// <param name="start">Of its shell: folder and environment are the program's too.</param>
    /// <param name="stopSignal">What ends it.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its own.</param>
    public static SupervisedProcess Start(ProcessStartInfo start, string stopSignal, string program, params IEnumerable<string> arguments)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        foreach (var argument in (IEnumerable<string>)["-c", $"\"$@\" </dev/null & cat >/dev/null; kill -{stopSignal} $!; wait $!", "sh", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var supervised = new SupervisedProcess(new Process { StartInfo = start });
        supervised._shell.OutputDataReceived += supervised.Keep;
        supervised._shell.ErrorDataReceived += supervised.Keep;
        supervised._shell.Start();
        supervised._shell.BeginOutputReadLine();
        supervised._shell.BeginErrorReadLine();
        return supervised;
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            _output.Enqueue(text);
        }
    }
}
