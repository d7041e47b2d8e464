using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace M4sh.Turn;

/// <summary>One request after another to one server: over UDP sent again until it is answered (RFC 8489 §6.2.1), over TCP or TLS once.</summary>
internal sealed class StunTransport : IAsyncDisposable
{
    private const int MaxSize = 1500;
    private static readonly TimeSpan FirstRetransmission = TimeSpan.FromMilliseconds(500);

    private readonly Socket _socket;
    private readonly Stream? _stream;
    private readonly TimeProvider _time;
    private readonly byte[] _buffer = new byte[MaxSize];

    private StunTransport(Socket socket, Stream? stream, TimeProvider time) => (_socket, _stream, _time) = (socket, stream, time);

    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public static async Task<StunTransport> ConnectAsync(TurnAddress address, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!address.IsTcp && address.IsTls)
            throw new NotSupportedException("DTLS is not supported here.");

        var ip = IPAddress.TryParse(address.Host, out var literal) ? literal : (await Dns.GetHostAddressesAsync(address.Host, cancellationToken))[0];
        var socket = address.IsTcp
            ? new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(ip.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(ip, address.Port, cancellationToken);
            return new(socket, address.IsTcp ? await StreamAsync(socket, address, cancellationToken) : null, time);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task<StunResponse> RequestAsync(StunRequest request, CancellationToken cancellationToken)
    {
        if (_stream is null)
            return await RetransmitAsync(request, cancellationToken);

        await _stream.WriteAsync(request.Bytes, cancellationToken);
        return await ReceiveAsync(request, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
            await _stream.DisposeAsync();

        _socket.Dispose();
    }

    private static async Task<Stream> StreamAsync(Socket socket, TurnAddress address, CancellationToken cancellationToken)
    {
        var stream = new NetworkStream(socket, ownsSocket: false);
        if (!address.IsTls)
            return stream;

        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, cancellationToken);
        return tls;
    }

    private async Task<StunResponse> RetransmitAsync(StunRequest request, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var response = ReceiveAsync(request, over.Token);
        try
        {
            for (var pause = FirstRetransmission; ; pause *= 2)
            {
                await _socket.SendAsync(request.Bytes, cancellationToken);
                if (await Task.WhenAny(response, Task.Delay(pause, _time, over.Token)) == response)
                    return await response;

                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await over.CancelAsync();
            await ((Task)response).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What answers another request, late, is passed over.</summary>
    private async Task<StunResponse> ReceiveAsync(StunRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var size = _stream is null ? await _socket.ReceiveAsync(_buffer, cancellationToken) : await ReadAsync(_stream, cancellationToken);
            if (StunResponse.Read(_buffer.AsSpan(0, size), request) is { } response)
                return response;
        }
    }

    private async Task<int> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.ReadExactlyAsync(_buffer.AsMemory(0, StunRequest.HeaderSize), cancellationToken);
        var size = StunRequest.HeaderSize + BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(2));
        if (size > _buffer.Length)
            throw new StunException(0, "What answers is no STUN server.");

        await stream.ReadExactlyAsync(_buffer.AsMemory(StunRequest.HeaderSize, size - StunRequest.HeaderSize), cancellationToken);
        return size;
    }
}
