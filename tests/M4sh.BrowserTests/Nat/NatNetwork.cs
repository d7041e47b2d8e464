using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using M4sh.TestSupport;

namespace M4sh.BrowserTests.Nat;

/// <summary>
/// A public network with a STUN and TURN server on two addresses, and two machines behind a NAT each that maps anew for every destination (RFC 4787 §4.1:
/// address and port dependent). Network namespaces: nothing of it is to be seen outside, and what the machines need of this one goes through a socket file.
/// </summary>
internal sealed class NatNetwork : IAsyncDisposable
{
    public const string User = "ann";
    public const string Password = "for-this-test-only";
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(60);

    private readonly string _prefix = $"m4sh-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("m4sh-nat-");
    private readonly List<string> _namespaces = [];
    private readonly List<SupervisedProcess> _processes = [];

    private NatNetwork()
    {
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="port">A port of this machine that the two can reach as their own.</param>
    public static async Task<NatNetwork> CreateAsync(int port)
    {
        Requires.Program("ip", "apt-get install iproute2");
        Requires.Program("nft", "apt-get install nftables", "/usr/sbin", "/sbin");
        Requires.Program("turnserver", "apt-get install coturn");
        Requires.Program("node", "apt-get install nodejs");
        var network = new NatNetwork();
        try
        {
            await network.BuildAsync(port);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>A program that runs Chromium on one of the two machines.</summary>
    public string ChromiumOn(int machine, string chromium)
    {
        var path = Path.Combine(_folder.FullName, $"chromium-{machine}");
        File.WriteAllText(path, $"#!/bin/sh\nexec ip netns exec {Name($"machine{machine}")} {chromium} \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        return path;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();

        foreach (var name in _namespaces)
            await RunAsync("ip", $"netns del {name}");

        _folder.Delete(recursive: true);
    }

    private async Task BuildAsync(int port)
    {
        if (await RunAsync("ip", $"netns add {Name("public")}") is { } refusal)
            Assert.Skip($"No network namespaces may be made here: {refusal}");

        _namespaces.Add(Name("public"));
        await DoAsync("public", "link add bridge type bridge");
        await DoAsync("public", "link set bridge up");
        await DoAsync("public", "addr add 203.0.113.1/24 dev bridge");
        await DoAsync("public", "addr add 203.0.113.2/24 dev bridge");

        // As in the real one, what is sent to nowhere is lost without a word: coturn drops a client where sending fails.
        await DoAsync("public", "link add nowhere type veth peer name nobody");
        await DoAsync("public", "link set nobody up");
        await DoAsync("public", "link set nowhere arp off up");
        await DoAsync("public", "route add default dev nowhere");
        foreach (var machine in (int[])[1, 2])
            await BuildNatAsync(machine);

        await StartAsync("public", "Total General servers", "turnserver",
            "-n", "--no-cli", "--no-tls", "--no-dtls", "--lt-cred-mech", "--realm=test", $"--user={User}:{Password}", "--log-file=stdout",
            "--listening-ip=203.0.113.1", "--listening-ip=203.0.113.2", "--relay-ip=203.0.113.1", $"--userdb={Path.Combine(_folder.FullName, "turndb")}", $"--pidfile={Path.Combine(_folder.FullName, "pid")}");

        // A socket file is the same in all namespaces.
        var socket = Path.Combine(_folder.FullName, "port");
        await StartAsync(null, "ready", "node", "-e", Forward($"'{socket}'", $"{port}, '127.0.0.1'"));
        foreach (var machine in (int[])[1, 2])
            await StartAsync($"machine{machine}", "ready", "node", "-e", Forward($"{port}, '127.0.0.1'", $"'{socket}'"));
    }

    private async Task BuildNatAsync(int machine)
    {
        var (nat, inside) = ($"nat{machine}", $"machine{machine}");
        foreach (var name in (string[])[nat, inside])
        {
            await ExpectAsync("ip", $"netns add {Name(name)}");
            _namespaces.Add(Name(name));
            await DoAsync(name, "link set lo up");
        }

        await DoAsync("public", $"link add wan{machine} type veth peer name wan netns {Name(nat)}");
        await DoAsync("public", $"link set wan{machine} master bridge up");
        await DoAsync(nat, $"addr add 203.0.113.1{machine}/24 dev wan");
        await DoAsync(nat, "link set wan up");
        await DoAsync(nat, $"link add lan type veth peer name lan netns {Name(inside)}");
        await DoAsync(nat, $"addr add 10.0.{machine}.1/24 dev lan");
        await DoAsync(nat, "link set lan up");
        await DoAsync(inside, $"addr add 10.0.{machine}.2/24 dev lan");
        await DoAsync(inside, "link set lan up");
        await DoAsync(inside, $"route add default via 10.0.{machine}.1");

        var rules = Path.Combine(_folder.FullName, nat);
        await File.WriteAllTextAsync(rules,
            """
            table ip nat {
              chain out {
                type nat hook postrouting priority 100;
                oifname "wan" masquerade fully-random
              }
            }
            """, Cancel);
        await ExpectAsync("ip", $"netns exec {Name(nat)} nft -f {rules}");
        await ExpectAsync("ip", $"netns exec {Name(nat)} sysctl -qw net.ipv4.ip_forward=1");
    }

    private string Name(string part) => $"{_prefix}-{part}";

    private Task DoAsync(string part, string arguments) => ExpectAsync("ip", $"-n {Name(part)} {arguments}");

    private async Task StartAsync(string? part, string ready, string program, params string[] arguments)
    {
        var process = part is null
            ? SupervisedProcess.Start("TERM", program, arguments)
            : SupervisedProcess.Start("TERM", "ip", ["netns", "exec", Name(part), program, .. arguments]);
        _processes.Add(process);
        var started = Stopwatch.StartNew();
        while (!process.Output.Contains(ready, StringComparison.Ordinal))
        {
            Assert.True(started.Elapsed < s_start, $"{program} does not start: {process.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancel);
        }
    }

    private static string Forward(string from, string to) => string.Create(CultureInfo.InvariantCulture,
        $"const net = require('net'); net.createServer(a => {{ const b = net.connect({to}); a.pipe(b).pipe(a); a.on('error', () => b.destroy()); b.on('error', () => a.destroy()); }}).listen({from}, () => console.log('ready'));");

    private static async Task ExpectAsync(string program, string arguments) => Assert.Null(await RunAsync(program, arguments));

    /// <returns>Null, or what it says of its failure.</returns>
    private static async Task<string?> RunAsync(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0 ? null : $"{program} {arguments}: {errors}";
    }
}
