using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Aspire.Hosting.Running;

namespace M4sh.AppHost.Tests.Local;

public sealed class ReplicaProxyTests : IDisposable
{
    private readonly int _port = Ports.Allocate();
    private readonly TcpListener _first = Listen();
    private readonly TcpListener _second = Listen();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task Connections_TwoReplicas_AlternateBetweenThem()
    {
        await using var proxy = new ReplicaProxy(_port, [() => PortOf(_first), () => PortOf(_second)]);

        Assert.Equal(["first", "second", "first", "second"], await ConnectAsync(4, (_first, "first"), (_second, "second")));
    }

    [Fact]
    public async Task Connections_OneReplicaGone_AllReachTheOther()
    {
        var gone = PortOf(_first);
        _first.Stop();
        await using var proxy = new ReplicaProxy(_port, [() => gone, () => PortOf(_second), () => null]);

        Assert.Equal(["second", "second", "second"], await ConnectAsync(3, (_second, "second")));
    }

    [Fact]
    public async Task Connection_EndOfTheOneDirection_LeavesTheOtherOpen()
    {
        await using var proxy = new ReplicaProxy(_port, [() => PortOf(_first)]);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port, TestContext.Current.CancellationToken);
        using var server = await _first.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        await using var asking = client.GetStream();
        await using var answering = server.GetStream();
        using var questions = new StreamReader(answering);
        using var answers = new StreamReader(asking);

        await asking.WriteAsync("question"u8.ToArray(), TestContext.Current.CancellationToken);
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal("question", await questions.ReadToEndAsync(TestContext.Current.CancellationToken));

        await answering.WriteAsync("answer"u8.ToArray(), TestContext.Current.CancellationToken);
        server.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal("answer", await answers.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Which replica each connection through the proxy comes out at.</summary>
    private async Task<List<string>> ConnectAsync(int count, params (TcpListener Listener, string Name)[] replicas)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var accepted = Channel.CreateUnbounded<string>();
        foreach (var (listener, name) in replicas)
        {
            _ = AcceptAsync(listener, name, accepted.Writer);
        }

        var names = new List<string>();
        for (var i = 0; i < count; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port, cancellationToken);
            names.Add(await accepted.Reader.ReadAsync(cancellationToken));
        }

        return names;
    }

    private static async Task AcceptAsync(TcpListener listener, string name, ChannelWriter<string> accepted)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await accepted.WriteAsync(name);
        }
    }
}
