using System.Diagnostics;
using System.Globalization;
using System.Net;
using M4sh.TestSupport;
using M4sh.Turn;

namespace M4sh.AppHost.Tests.Turn;

/// <summary>What coturn takes and refuses, with the AppHost's configuration.</summary>
public sealed class CoturnTests
{
    private const string NoPeer = "203.0.113.5";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Another TURN client than ours: Debian's.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Uclient_Credentials_OnlyGoodOnesRelay(bool isTcp)
    {
        await using var server = await CoturnServer.StartAsync();
        var (ann, bob) = (server.Issue("ann"), server.Issue("bob"));

        Assert.Contains("Total lost packets 0 ", await UclientAsync(server, isTcp, ann), StringComparison.Ordinal);
        foreach (var bad in ((string, string)[])[
            server.Issue("ann", TimeSpan.FromMinutes(-1)),
            (ann.Username, TurnCredential.Of(CoturnServer.NewSecret(), ann.Username)),
            (ann.Username, bob.Credential),
            (ann.Username.Replace("ann", "eve", StringComparison.Ordinal), ann.Credential)])
        {
            Assert.Contains("Cannot complete Allocation", await UclientAsync(server, isTcp, bad), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Allocation_AnswersBindingsAndKeepsItsAddress()
    {
        await using var server = await CoturnServer.StartAsync();
        var (username, credential) = server.Issue("ann");
        await using var client = await TurnClient.ConnectAsync(server.Address(), Cancel);

        Assert.Equal(client.LocalEndPoint, await client.BindAsync(Cancel));
        Assert.Equal(IPAddress.Loopback, (await client.AllocateAsync(username, credential, Cancel)).Address);
        await client.RefreshAsync(Cancel);
        await client.PermitAsync(IPAddress.Loopback, Cancel);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.17.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    public async Task Peer_OfAPrivateNetworkOutsideOfLoopbackDevelopment_IsDenied(string peer)
    {
        await using var server = await CoturnServer.StartAsync(isLoopback: false);
        var (username, credential) = server.Issue("ann");
        await using var client = await TurnClient.ConnectAsync(server.Address(), Cancel);
        await client.AllocateAsync(username, credential, Cancel);

        await client.PermitAsync(IPAddress.Parse(NoPeer), Cancel);
        var refusal = await Assert.ThrowsAsync<StunException>(() => client.PermitAsync(IPAddress.Parse(peer), Cancel));

        Assert.Equal(403, refusal.Code);
    }

    [Fact]
    public async Task Secrets_EverywhereElse_AreNotToBeSeen()
    {
        await using var server = await CoturnServer.StartAsync();
        await server.Secrets.RotateAsync(Cancel);
        var credential = server.Issue("ann");
        await server.AllocateAsync(credential);
        await Assert.ThrowsAsync<StunException>(() => server.AllocateAsync((credential.Username, "forged")));

        var secrets = await File.ReadAllLinesAsync(server.Secrets.FilePath, Cancel);
        Assert.Equal(2, secrets.Length);
        foreach (var text in ProcessLists().Append(server.Output))
        {
            Assert.DoesNotContain(credential.Credential, text, StringComparison.Ordinal);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(server.Secrets.Folder));
            foreach (var file in Directory.GetFiles(server.Secrets.Folder).Where(file => Path.GetFileName(file) != "pid"))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    /// <summary>Command lines and environments of all processes, as far as they can be read.</summary>
    private static IEnumerable<string> ProcessLists()
    {
        foreach (var file in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _))
            .SelectMany(folder => new[] { "cmdline", "environ" }.Select(name => Path.Combine(folder, name))))
        {
            string text;
            try
            {
                text = File.ReadAllText(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or another user's.
                continue;
            }

            yield return text;
        }
    }

    private static async Task<string> UclientAsync(CoturnServer server, bool isTcp, (string Username, string Credential) credential)
    {
        var start = new ProcessStartInfo(Requires.Program("turnutils_uclient", "apt-get install coturn"))
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in (string[])[
            .. isTcp ? ["-t"] : Array.Empty<string>(), "-y", "-c", "-n", "2", "-m", "1", "-p", $"{server.Port}", "-u", credential.Username, "-w", credential.Credential, "127.0.0.1"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return $"{await output}\n{await errors}";
    }
}
