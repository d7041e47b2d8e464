using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Running;

/// <summary>One port in front of several replicas: connections go to them in turn, and past those that are gone.</summary>
internal sealed class ReplicaProxy : IAsyncDisposable
{
    private const int BufferSize = 32 * 1024;
    private readonly IReadOnlyList<Func<int?>> _replicas;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Socket> _listeners = [];
    private readonly Task _accepting;
    private int _next = -1;

    /// <param name="port">Where it listens, on loopback.</param>
    /// <param name="replicas">Each gives its port, or null while it does not run.</param>
    public ReplicaProxy(int port, IReadOnlyList<Func<int?>> replicas)
    {
        _replicas = replicas;
        _listeners.Add(Listen(IPAddress.Loopback, port));
        if (Socket.OSSupportsIPv6 && TryListen(IPAddress.IPv6Loopback, port) is { } six)
            _listeners.Add(six);

        _accepting = Task.WhenAll(_listeners.Select(AcceptAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var listener in _listeners)
            listener.Dispose();

        await _accepting;
        _stopping.Dispose();
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(512);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket? TryListen(IPAddress address, int port)
    {
        try
        {
            return Listen(address, port);
        }
        catch (SocketException)
        {
            // A machine may know IPv6 and have no address of it; clients then come by IPv4 as well.
            return null;
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        var open = new HashSet<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync(_stopping.Token);
                open.RemoveWhere(task => task.IsCompleted);
                open.Add(ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        using (var server = await ConnectAsync())
        {
            if (server is null)
                return;

            client.NoDelay = true;
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            await Task.WhenAll(CopyAsync(client, server, ended), CopyAsync(server, client, ended));
        }
    }

    private async Task<Socket?> ConnectAsync()
    {
        for (var attempt = 0; attempt < _replicas.Count; attempt++)
        {
            if (_replicas[(int)((uint)Interlocked.Increment(ref _next) % _replicas.Count)]() is not { } port)
                continue;

            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, _stopping.Token);
                return socket;
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                socket.Dispose();
            }
        }

        return null;
    }

    /// <summary>An end of the one direction is passed on and leaves the other open; a failure ends both.</summary>
    private static async Task CopyAsync(Socket from, Socket to, CancellationTokenSource ended)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await from.ReceiveAsync(buffer, ended.Token) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), ended.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            await ended.CancelAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
