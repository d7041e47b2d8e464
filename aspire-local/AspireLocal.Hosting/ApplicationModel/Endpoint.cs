using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint of the model and, once the application starts, where it really is.</summary>
internal sealed class Endpoint(string name, string scheme, ProtocolType protocol, int? port, int? targetPort)
{
    public string Name { get; } = name;

    public string Scheme { get; } = scheme;

    public ProtocolType Protocol { get; } = protocol;

    public int? Port { get; } = port;

    public int? TargetPort { get; } = targetPort;

    public string? EnvironmentVariable { get; init; }

    public bool IsExternal { get; set; }

    public bool IsHttp => Scheme is "http" or "https";

    public (string Host, int Port)? Allocated { get; set; }
}
