using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Running;

internal static class Ports
{
    // Below the range from which Linux takes the ports of outgoing connections, so that none is lost between the check and the start.
    private const int First = 20000;
    private const int Last = 32000;

    private static readonly Lock s_gate = new();
    private static readonly HashSet<int> s_given = [];

    /// <summary>A port that is free for TCP and UDP, and that this process gives out once.</summary>
    public static int Allocate()
    {
        lock (s_gate)
        {
            for (var attempt = 0; attempt < 1000; attempt++)
            {
                var port = Random.Shared.Next(First, Last);
                if (IsFree(port, ProtocolType.Tcp) && IsFree(port, ProtocolType.Udp) && s_given.Add(port))
                    return port;
            }
        }

        throw new HostingException($"No free port between {First} and {Last}.");
    }

    public static bool IsFree(int port, ProtocolType protocol)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, protocol == ProtocolType.Udp ? SocketType.Dgram : SocketType.Stream, protocol);
            if (protocol == ProtocolType.Tcp && !OperatingSystem.IsWindows())
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }

    /// <summary>"dotnet (process 4711)", where Linux tells.</summary>
    public static string? OwnerOf(int port, ProtocolType protocol)
    {
        if (!OperatingSystem.IsLinux())
            return null;

        var kind = protocol == ProtocolType.Udp ? "udp" : "tcp";
        var sockets = new[] { $"/proc/net/{kind}", $"/proc/net/{kind}6" }
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[1].EndsWith($":{port:X4}", StringComparison.Ordinal) && (kind == "udp" || fields[3] == "0A"))
            .Select(fields => $"socket:[{fields[9]}]")
            .ToHashSet();
        return Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])).FirstOrDefault(Holds) is { } owner
            ? $"{ProcessFiles.Name(owner)} (process {Path.GetFileName(owner)})"
            : null;

        bool Holds(string process) => ProcessFiles.Links(Path.Combine(process, "fd")).Any(sockets.Contains);
    }
}
