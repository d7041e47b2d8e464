using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using M4sh.AppHost.Turn;
using M4sh.TestSupport;
using M4sh.Turn;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace M4sh.AppHost.Tests.Turn;

/// <summary>A turnserver with the AppHost's own configuration and secrets, on loopback.</summary>
internal sealed class CoturnServer : IAsyncDisposable
{
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(60);

    private readonly SupervisedProcess _process;

    private CoturnServer(TurnSecrets secrets, FakeTimeProvider clock, SupervisedProcess process, int port) =>
        (Secrets, Clock, _process, Port) = (secrets, clock, process, port);

    public TurnSecrets Secrets { get; }

    /// <summary>The clock by which secrets retire. coturn's own is the machine's.</summary>
    public FakeTimeProvider Clock { get; }

    public int Port { get; }

    public string Output => _process.Output;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<CoturnServer> StartAsync(bool isLoopback = true, params string[] secrets)
    {
        var program = Requires.Program("turnserver", "apt-get install coturn");
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var made = await TurnSecrets.CreateAsync(
            secrets.Length > 0 ? secrets : [NewSecret()], TimeSpan.FromHours(1), new GenerateParameterDefault { MinLength = 48, Special = false },
            new(new ConfigurationManager(), "turn-secret"), clock, Cancel);
        made.Write(CoturnConfiguration.FileName, CoturnConfiguration.Text(TurnSecrets.Realm, isLoopback));
        var port = FreePort.Next();
        var process = SupervisedProcess.Start("TERM", program, [
            "-c", Path.Combine(made.Folder, CoturnConfiguration.FileName), $"--userdb={Path.Combine(made.Folder, TurnSecretDatabase.FileName)}",
            "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"--listening-port={port}"),
            $"--pidfile={Path.Combine(made.Folder, "pid")}"]);
        var server = new CoturnServer(made, clock, process, port);
        await server.UntilItAnswersAsync();
        return server;
    }

    public static string NewSecret() => new GenerateParameterDefault { MinLength = 48, Special = false }.GetDefaultValue();

    /// <summary>The server's address over a transport.</summary>
    public TurnAddress Address(bool isTcp = false) => new("127.0.0.1", Port, isTcp, IsTls: false, IsTurn: true);

    /// <summary>A credential such as the API issues: with the first line of the file that it reads.</summary>
    public (string Username, string Credential) Issue(string user, TimeSpan? ttl = null)
    {
        var username = TurnCredential.UsernameOf(TimeProvider.System.GetUtcNow() + (ttl ?? TimeSpan.FromMinutes(10)), user);
        return (username, TurnCredential.Of(File.ReadLines(Secrets.FilePath).First(), username));
    }

    /// <summary>Allocates and gives back.</summary>
    public async Task AllocateAsync((string Username, string Credential) credential)
    {
        await using var client = await HoldAsync(credential);
        await client.ReleaseAsync(Cancel);
    }

    /// <summary>Allocates.</summary>
    public async Task<TurnClient> HoldAsync((string Username, string Credential) credential, bool isTcp = false)
    {
        var client = await TurnClient.ConnectAsync(Address(isTcp), Cancel);
        try
        {
            await client.AllocateAsync(credential.Username, credential.Credential, Cancel);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Secrets.Dispose();
    }

    private async Task UntilItAnswersAsync()
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var client = await TurnClient.ConnectAsync(Address(isTcp: true), Cancel);
                await client.BindAsync(Cancel);
                return;
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                Assert.True(started.Elapsed < s_start, $"turnserver does not answer: {Output}");
                await Task.Delay(TimeSpan.FromMilliseconds(50), Cancel);
            }
        }
    }
}
