using Aspire.Hosting.Running;

namespace Aspire.Hosting.Native;

/// <summary>A cluster's files: made once, and put in order where an earlier run left them otherwise.</summary>
internal sealed class PostgresCluster(string folder, IReadOnlyList<PostgresBinaries> binaries)
{
    private static readonly TimeSpan s_orphanGrace = TimeSpan.FromSeconds(15);

    public string Path { get; } = System.IO.Path.Combine(folder, "data");

    // Kept with the data, so that a new password (a lost user secret) is seen and set.
    private string PasswordFile => System.IO.Path.Combine(folder, "password");

    public async Task<PostgresBinaries> PrepareAsync(string password, CancellationToken cancellationToken)
    {
        if (!File.Exists(System.IO.Path.Combine(Path, "PG_VERSION")))
            await CreateAsync(password, cancellationToken);

        var version = (await File.ReadAllTextAsync(System.IO.Path.Combine(Path, "PG_VERSION"), cancellationToken)).Trim();
        var program = binaries.FirstOrDefault(found => found.Folder.Split('/').Any(part => part == version || part.EndsWith($"@{version}", StringComparison.Ordinal)))
            ?? binaries[0];
        await StopOrphanAsync(cancellationToken);
        if (await File.ReadAllTextAsync(PasswordFile, cancellationToken) != password)
            await ChangePasswordAsync(program, password, cancellationToken);

        return program;
    }

    /// <summary>postmaster.pid: the first line is the server's process, the eighth its state.</summary>
    public static (int ProcessId, bool Ready)? ReadServer(string cluster)
    {
        var file = System.IO.Path.Combine(cluster, "postmaster.pid");
        var lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        return lines.Length > 0 && int.TryParse(lines[0], out var id) ? (id, lines.Length > 7 && lines[7].Trim() == "ready") : null;
    }

    private async Task CreateAsync(string password, CancellationToken cancellationToken)
    {
        // Under another name until it is whole: initdb may be killed half way.
        var unfinished = $"{Path}.new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);

        PrivateFile.Write(PasswordFile, password);
        if (Environment.IsPrivilegedProcess)
            await Command.RunAsync(Programs.Find("chown") ?? "chown", ["-R", $"{PostgresRunner.User}:", folder], cancellationToken);

        await Command.RunAsync(
            binaries[0].InitDb,
            ["-D", unfinished, "-U", "postgres", "-E", "UTF8", OperatingSystem.IsLinux() ? "--locale=C.UTF-8" : "--no-locale", "--no-sync",
                "-A", "scram-sha-256", $"--pwfile={PasswordFile}"],
            cancellationToken,
            PostgresRunner.User);
        Directory.Move(unfinished, Path);
    }

    /// <summary>The folder's lock is ours, so a server that still runs on it was left by an AppHost that is gone.</summary>
    private async Task StopOrphanAsync(CancellationToken cancellationToken)
    {
        if (ReadServer(Path)?.ProcessId is not { } id || !OperatingSystem.IsLinux())
            return;

        if (IsServer(id))
        {
            await Command.RunAsync(Programs.Find("kill") ?? "kill", ["-s", "INT", $"{id}"], cancellationToken);
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(s_orphanGrace);
            while (IsServer(id))
            {
                try
                {
                    await timer.WaitForNextTickAsync(patience.Token);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    throw new HostingException($"A postgres of an earlier run (process {id}) still works on {Path} and does not stop.");
                }
            }
        }

        // Left by a server that was killed. Another process may have its id by now, which postgres would take for a running server.
        File.Delete(System.IO.Path.Combine(Path, "postmaster.pid"));
    }

    private bool IsServer(int id) => ProcessFiles.WorkingDirectory(id) == Path;

    private async Task ChangePasswordAsync(PostgresBinaries program, string password, CancellationToken cancellationToken)
    {
        var quoted = password.Replace("'", "''", StringComparison.Ordinal);
        await Command.RunAsync(
            program.Postgres, ["--single", "-D", Path, "postgres"], cancellationToken, PostgresRunner.User, $"ALTER ROLE postgres PASSWORD '{quoted}'\n");
        PrivateFile.Write(PasswordFile, password);
    }
}
