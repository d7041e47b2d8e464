using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace M4sh.TestSupport;

public static class FreePort
{
    // Below those that the local AppHost draws and only later listens on, and those that Linux and Windows give to outgoing connections: one of those may take a port while the server that had it is stopped, and a
    // client that tries again and again to connect to such a port of its own machine may in the end be connected to itself.
    private const int First = 10_000;
    private const int End = 20_000;

    /// <summary>A TCP port that nobody listens on.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one, then.
            }
        }
    }
}
