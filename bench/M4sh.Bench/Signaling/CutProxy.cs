using System.Net;
using System.Net.Sockets;

namespace M4sh.Bench.Signaling;

/// <summary>
/// One port before all replicas, as a load balancer without stickiness. It cuts connections: each, by chance, after a random while, and
/// those of a replica that is killed.
/// </summary>
internal sealed class CutProxy(IReadOnlyList<int> replicas, Random chance, double share, TimeSpan longest) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Task _accepting = Task.CompletedTask;
    private int _cuts;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts => Volatile.Read(ref _cuts);

    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                double cut, when;
                int replica;
                lock (chance)
                    (cut, when, replica) = (chance.NextDouble(), chance.NextDouble(), chance.Next(replicas.Count));

                _ = PassAsync(client, replica, cut < share ? when * longest : Timeout.InfiniteTimeSpan);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // Disposed of.
        }
    }

    private async Task PassAsync(TcpClient client, int first, TimeSpan cutAfter)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        cut.CancelAfter(cutAfter);
        using var server = new TcpClient { NoDelay = true };
        try
        {
            client.NoDelay = true;
            await ConnectAsync(server, first);
            var (there, back) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(there.CopyToAsync(back, cut.Token), back.CopyToAsync(there, cut.Token));
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // No replica is there, or one went.
        }
        finally
        {
            if (cut.IsCancellationRequested && !_stop.IsCancellationRequested)
                Interlocked.Increment(ref _cuts);

            // With a reset, as of a path that is gone: what is on its way is lost.
            client.LingerState = server.LingerState = new(enable: true, seconds: 0);
            client.Dispose();
        }
    }

    private async Task ConnectAsync(TcpClient server, int first)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, replicas[(first + attempt) % replicas.Count]);
                return;
            }
            catch (SocketException) when (attempt + 1 < replicas.Count)
            {
                // The next one, as a load balancer does.
            }
        }
    }
}
