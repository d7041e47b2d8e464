using System.Net;
using System.Net.Sockets;

namespace M4sh.Console.Network;

/// <summary>The socket of a relay that one peer takes for the other. Where that peer is, its packets say.</summary>
public sealed class RelayFace : IDisposable
{
    private const int LargestDatagram = 65_536;
    private const int MostSources = 64;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly HashSet<IPEndPoint> _sources = [];
    private readonly TimeProvider _time;
    private volatile IPEndPoint? _peer;
    private long _heard;

    public RelayFace(IPAddress address, TimeProvider time)
    {
        _time = time;
        _socket.Bind(new IPEndPoint(address, 0));
    }

    /// <summary>What the peer is told.</summary>
    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Reads what the peer sends until it is cancelled.</summary>
    public async Task ReceiveAsync(Action<ReadOnlyMemory<byte>> received, CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestDatagram];
        var anybody = new IPEndPoint(IPAddress.Any, 0);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var result = await _socket.ReceiveFromAsync(buffer, anybody, cancellationToken);
                Learn((IPEndPoint)result.RemoteEndPoint);
                received(buffer.AsMemory(0, result.ReceivedBytes));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
            {
                // Windows reports here that an earlier packet met a closed port: the peer's, which has restarted.
            }
        }
    }

    /// <summary>Sends to the peer; before it was heard of there is nobody to send to.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> packet, CancellationToken cancellationToken)
    {
        if (_peer is not { } peer)
        {
            return;
        }

        try
        {
            await _socket.SendToAsync(packet, peer, cancellationToken);
        }
        catch (SocketException)
        {
            // A peer that closed its port; on a datagram's way that is a loss like any other.
        }
    }

    public void Dispose() => _socket.Dispose();

    // A peer that restarts ICE sends from a new port, which counts at once; a former one only after a silence. Else the answers to the checks of two
    // ports would take turns, and neither pair would stay up.
    private void Learn(IPEndPoint source)
    {
        var isNew = !source.Equals(_peer) && _sources.Count < MostSources && _sources.Add(source);
        if (isNew || _time.GetElapsedTime(_heard) > Silence)
        {
            _peer = source;
        }

        if (source.Equals(_peer))
        {
            _heard = _time.GetTimestamp();
        }
    }
}
