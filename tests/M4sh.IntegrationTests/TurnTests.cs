using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.Testing;
using M4sh.Client;
using M4sh.Contracts.Ice;
using M4sh.Contracts.Json;
using M4sh.Contracts.Sessions;
using M4sh.TestSupport;
using M4sh.Turn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace M4sh.IntegrationTests;

/// <summary>coturn with what the API issues, and where neither secrets nor credentials may ever be read.</summary>
public sealed class TurnTests(Stack stack)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task Uclient_CredentialsOfTheApi_RelayAndOthersDoNot(string transport)
    {
        var (ann, bob) = (await IssueAsync(stack.ClientOf("ann")), await IssueAsync(stack.ClientOf("bob")));
        var url = Assert.Single(ann.Urls, url => url.EndsWith($"transport={transport}", StringComparison.Ordinal));

        Assert.Contains("Total lost packets 0 ", await UclientAsync(url, ann.Username!, ann.Credential!), StringComparison.Ordinal);
        Assert.Contains("Cannot complete Allocation", await UclientAsync(url, ann.Username!, bob.Credential!), StringComparison.Ordinal);
        Assert.Contains("Cannot complete Allocation", await UclientAsync(url, ann.Username!, Convert.ToBase64String(new byte[20])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotation_ByCommand_IssuesAnewWithoutARestart()
    {
        var client = stack.ClientOf("rotating");
        var before = await IssueAsync(client);

        var result = await stack.App.ResourceCommands.ExecuteCommandAsync("coturn", "rotate-secret", Cancel);

        Assert.True(result.Success, result.Message);
        var after = await IssueAsync(client);
        foreach (var server in (RtcIceServer[])[before, after])
        {
            await AllocateAsync(server);
        }
    }

    [Fact]
    public async Task Turn_OfTheStack_IsTheHealthOfTheApi()
    {
        using var http = stack.App.CreateHttpClient("signaling-api", "http");

        // A probe that a busy machine was late with says something else for a while.
        string? state;
        do
        {
            var health = JsonDocument.Parse(await Stack.GetAsync(http, "/health", Cancel)).RootElement;
            state = health.GetProperty("checks").GetProperty("turn").GetProperty("state").GetString();
        }
        while (state != "relay");
    }

    [Fact]
    public async Task Secrets_AfterACallAndARotation_AreNeitherInLogsNorProcessListsNorEvents()
    {
        Stack.RequirePrograms();
        var sink = new LogSink();
        await using var app = await Stack.StartAsync(Cancel, builder => builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(sink)));
        var client = Stack.ClientOf(app, "ann");
        var session = await client.CreateSessionAsync(cancellationToken: Cancel);
        await using (var peer = await CallTests.Peer.JoinAsync(client, session.Id, Cancel))
        {
            await peer.Connection.SendConnectionStateAsync(new() { State = PeerConnectionState.Failed, IceFailure = new() { Reason = IceFailureReason.TurnUnauthorized, Code = 401 } }, Cancel);
        }

        var issued = await IssueAsync(client);
        await AllocateAsync(issued);
        await Assert.ThrowsAsync<StunException>(() => AllocateAsync(issued with { Credential = "forged" }));
        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("coturn", "rotate-secret", Cancel)).Success);

        var processes = ProcessLists().ToList();

        // Other stacks of this machine have theirs.
        var own = processes.SelectMany(text => text.Split('\0'))
            .Where(variable => variable.StartsWith("TURN_SECRET_FILE=", StringComparison.Ordinal)).Distinct()
            .Select(variable => variable.Split('=', 2)[1]).Where(File.Exists).Select(File.ReadAllLines)
            .Single(lines => lines.Any(secret => TurnCredential.Of(secret, issued.Username!) == issued.Credential));
        Assert.Equal(2, own.Length);
        string[] secrets = [.. own, issued.Credential!];
        var events = JsonSerializer.Serialize(await client.GetEventsAsync(session.Id, Cancel), M4shJson.Options);
        await app.StopAsync(Cancel);

        Assert.Contains("turn_unauthorized", events, StringComparison.Ordinal);
        Assert.NotEmpty(sink.Lines);
        foreach (var text in processes.Concat(sink.Lines).Append(events))
        {
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    private static async Task<RtcIceServer> IssueAsync(M4shClient client)
    {
        var session = await client.CreateSessionAsync(cancellationToken: Cancel);
        return Assert.Single((await client.GetIceServersAsync(session.Id, Cancel)).IceServers, server => server.Credential is not null);
    }

    private static async Task AllocateAsync(RtcIceServer server)
    {
        Assert.True(TurnAddress.TryParse(server.Urls[0], out var address));
        await using var turn = await TurnClient.ConnectAsync(address, Cancel);
        await turn.AllocateAsync(server.Username!, server.Credential!, Cancel);
        await turn.ReleaseAsync(Cancel);
    }

    private static async Task<string> UclientAsync(string url, string username, string credential)
    {
        Assert.True(TurnAddress.TryParse(url, out var address));
        var port = address.Port.ToString(CultureInfo.InvariantCulture);
        string[] arguments = [.. address.IsTcp ? ["-t"] : Array.Empty<string>(), "-y", "-c", "-n", "2", "-m", "1", "-p", port, "-u", username, "-w", credential, address.Host];
        var start = new ProcessStartInfo(Requires.Program("turnutils_uclient", "apt-get install coturn"), arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return $"{await output}\n{await errors}";
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
}
