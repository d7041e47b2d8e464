using System.Diagnostics;
using System.Text.Json;
using M4sh.TestSupport;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

/// <summary>SignalR's own JavaScript client as it comes from npm, through a port behind which every connection goes to the next replica.</summary>
public sealed class JavaScriptClientTests(SignalingFixture fixture) : SignalingTests(fixture)
{
    private const string Package = "@microsoft/signalr";
    private const string Version = "10.0.0";

    [Fact]
    public async Task Call_NegotiatedElsewhere_Works()
    {
        var node = Requires.Program("node", "apt-get install nodejs");
        var npm = Requires.Program("npm", "apt-get install npm");
        await using var balancer = new TcpProxy(First.Address.Port, Second.Address.Port);
        var (host, guest) = await StartCallAsync();
        var folder = Directory.CreateTempSubdirectory("m4sh-signalr-");
        try
        {
            var installed = await RunAsync(
                npm, folder.FullName, ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", $"{Package}@{Version}"], []);
            Requires.Condition(installed.ExitCode == 0, $"npm cannot install {Package}");

            var call = await RunAsync(
                node, folder.FullName,
                [Path.Combine(AppContext.BaseDirectory, "Signaling", "Sockets", "js", "call.cjs")],
                new()
                {
                    ["SIGNALR"] = Path.Combine(folder.FullName, "node_modules", "@microsoft", "signalr"),
                    ["HUB_URL"] = $"http://127.0.0.1:{balancer.Port}/hubs/signaling",
                    ["HOST_TOKEN"] = host.Token,
                    ["GUEST_TOKEN"] = guest.Token,
                });

            Assert.True(call.ExitCode == 0, call.Error);
            var got = JsonElement.Parse(call.Output).EnumerateArray().Select(entry => entry.ToString()).ToList();
            Assert.Equal(
                ["""{"id":"j"}""", "Joined", "Joined", "PeerJoined", """{"id":"o","seq":1}""", "v=0", """{"seq":2}""", "v=0 answer", got[^1]], got);
            Assert.Contains("invalid_request: ", got[^1], StringComparison.Ordinal);

            // The first connection, to one replica, was the host's negotiation; the second, to the other, its socket.
            Assert.InRange(balancer.Accepted, 3, 4);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, string folder, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output, await error);
    }
}
