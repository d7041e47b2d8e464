using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Aspire.Hosting.Running;

/// <summary>
/// A child that never outlives this process, not even when this one is killed. It is started by a small sh, which first leaves a watcher behind and then
/// becomes the child (so the process id is the child's). The watcher reads from a pipe that only this process holds the other end of: when that end is
/// closed, by StopAsync or by death, it asks the child to stop and, after a grace, kills it.
/// </summary>
internal sealed partial class SupervisedProcess : IAsyncDisposable
{
    // setsid, where there is one, keeps the terminal's Ctrl-C from the child: what is stopped, and in which order, is this host's to say.
    private const string Script = """
        exec 3<&0 </dev/null
        signal=$1; ticks=$2; shift 2
        (
          exec >/dev/null
          read -r gone <&3 && exit
          kill -s "$signal" $$ 2>/dev/null
          while [ "$ticks" -gt 0 ] && kill -0 $$ 2>/dev/null; do sleep 0.05; ticks=$((ticks - 1)); done
          kill -s KILL $$ 2>/dev/null
        ) &
        exec "$@" 3<&-
        """;

    // Twentieths of a second between the wish to stop and the kill.
    private const int GraceTicks = 160;
    private static readonly TimeSpan s_outputGrace = TimeSpan.FromSeconds(2);
    private static readonly string? s_setSid = Programs.Find("setsid");

    private readonly Process _process;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private bool _closed;

    private SupervisedProcess(ProcessSpec spec, Action<string> output)
    {
        var arguments = new List<string> { "sh", "-c", Script, "aspire-local", spec.StopSignal, $"{GraceTicks}" };
        if (s_setSid is not null)
            arguments.Insert(0, s_setSid);

        arguments.AddRange(Users.Become(spec.User));
        arguments.AddRange(LostByShell(spec.Environment));
        arguments.Add(spec.FileName);
        arguments.AddRange(spec.Arguments);

        var start = new ProcessStartInfo(arguments[0], arguments.Skip(1))
        {
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in spec.Environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Write(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.Exited += (_, _) => _exited.SetResult();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Id = _process.Id;
        Exited = FinishAsync();

        void Write(string? line)
        {
            if (line is not null)
                output(line);
        }
    }

    public int Id { get; }

    /// <summary>Completes with the exit code once the child and its watcher are gone and the output has been read.</summary>
    public Task<int> Exited { get; }

    public bool IsRunning => !Exited.IsCompleted && !_exited.Task.IsCompleted;

    public static SupervisedProcess Start(ProcessSpec spec, Action<string> output) => new(spec, output);

    /// <summary>Asks at once, and completes when it is done.</summary>
    public Task StopAsync()
    {
        Close(childIsGone: false);
        return Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    /// <summary>
    /// A shell passes on no variable whose name is not one of its own, such as services__signaling-api__http__0: env sets those. They are addresses; anything
    /// that could be a secret is refused, because a command line is there for all to see.
    /// </summary>
    private static IEnumerable<string> LostByShell(IReadOnlyDictionary<string, string?>? environment)
    {
        var lost = (environment ?? new Dictionary<string, string?>()).Where(variable => variable.Value is not null && !ShellName().IsMatch(variable.Key)).ToList();
        if (lost.Find(variable => !variable.Key.StartsWith("services__", StringComparison.Ordinal)) is { Key: { } name })
            throw new HostingException($"'{name}' cannot be passed to a program: name it with letters, digits and underscores only.");

        return lost.Count == 0 ? [] : lost.Select(variable => $"{variable.Key}={variable.Value}").Prepend("env");
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex ShellName();

    private async Task<int> FinishAsync()
    {
        await _exited.Task;
        Close(childIsGone: true);
        try
        {
            // To the end of the output, which the watcher holds open too: then nothing of the child is left. Unless a grandchild outlives it.
            await _process.WaitForExitAsync().WaitAsync(s_outputGrace);
        }
        catch (TimeoutException)
        {
            _process.CancelOutputRead();
            _process.CancelErrorRead();
        }

        return _process.ExitCode;
    }

    private void Close(bool childIsGone)
    {
        lock (_gate)
        {
            if (_closed)
                return;

            _closed = true;
            try
            {
                if (childIsGone)
                    _process.StandardInput.WriteLine("gone");

                _process.StandardInput.Close();
            }
            catch (IOException) when (_exited.Task.IsCompleted)
            {
                // Nobody reads any more: the watcher went before the child did, which is as good.
                return;
            }
        }
    }
}
