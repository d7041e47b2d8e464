using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace M4sh.TestSupport;

/// <summary>
/// Stands between a client and a server on this machine and can keep all bytes back, in both directions, without closing a connection, or cut all
/// connections off. Of several servers each connection goes to the next.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _pumps = [];
    private readonly ConcurrentDictionary<(Socket Client, Socket Server), bool> _connections = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int[] _targets;
    private readonly Task _accepting;
    private TaskCompletionSource _flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private int _accepted;

    public TcpProxy(params int[] targets)
    {
        _targets = targets;
        _flowing.SetResult();
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>How many connections there are through it.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>How many there have been.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    public void Stall() => _flowing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume() => _flowing.TrySetResult();

    /// <summary>Resets every connection, on both its sides, as a network does that is gone. New ones are taken as before.</summary>
    public void Cut()
    {
        foreach (var (client, server) in _connections.Keys)
        {
            client.Close(timeout: 0);
            server.Close(timeout: 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Resume();
        await _accepting;
        await Task.WhenAll(_pumps);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (var next = 0; ; next++)
            {
                _pumps.Add(RunAsync(await _listener.AcceptTcpClientAsync(_stop.Token), _targets[next % _targets.Length]));
                Interlocked.Increment(ref _accepted);
            }
        }
        catch (Exception exception) when (_stop.IsCancellationRequested
            && exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private async Task RunAsync(TcpClient client, int target)
    {
        Interlocked.Increment(ref _open);
        using (client)
        {
            using var server = new TcpClient();
            var ends = (client.Client, server.Client);
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, target, _stop.Token);
                var (near, far) = (client.GetStream(), server.GetStream());
                _connections[ends] = true;
                await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or InvalidOperationException)
            {
                // The server is not there, or the client gone already: neither is this connection.
            }
            finally
            {
                _connections.TryRemove(ends, out _);
                Interlocked.Decrement(ref _open);
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var count)
            {
                await _flowing.Task.WaitAsync(_stop.Token);
                await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side closed, and takes the other with it.
        }
    }
}
