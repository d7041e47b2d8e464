using System.Net;
using System.Net.Sockets;

namespace M4sh.TestSupport;

public static class FreePort
{
    /// <summary>A TCP port that nobody listens on.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
