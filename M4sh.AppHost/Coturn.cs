using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace M4sh.AppHost;

/// <summary>coturn, the TURN server, with time-limited credentials made from a shared secret (the TURN REST API).</summary>
internal static class Coturn
{
    private const int Port = 3478;
    private const string RelayPorts = "49160-49179";

    // The secret comes by the environment and goes into a file that only the server's user can read: a command line is there for all to see.
    // The relay's addresses are given out as loopback, where docker publishes its ports; private, link-local and metadata addresses are
    // refused as peers, all but 172.16/12: under Docker that is where the host itself comes from.
    private const string Entrypoint = """
        umask 077
        printf 'static-auth-secret=%s\n' "$TURN_SECRET" > /tmp/turnserver.conf
        realm=$TURN_REALM
        unset TURN_SECRET
        exec turnserver -c /tmp/turnserver.conf --use-auth-secret --realm="$realm" --fingerprint \
          --listening-port=3478 --min-port=49160 --max-port=49179 --external-ip=127.0.0.1 \
          --no-cli --no-tls --no-dtls --log-file=stdout --simple-log \
          --denied-peer-ip=10.0.0.0-10.255.255.255 --denied-peer-ip=192.168.0.0-192.168.255.255 --denied-peer-ip=169.254.0.0-169.254.255.255 \
          --denied-peer-ip=100.64.0.0-100.127.255.255 --denied-peer-ip=fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff --denied-peer-ip=fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff
        """;

    public static IResourceBuilder<ContainerResource> AddCoturn(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> secret) =>
        builder.AddContainer(name, "coturn/coturn", "4.6.3")
            .WithEntrypoint("/bin/sh")
            .WithArgs("-c", Entrypoint)
            .WithEnvironment("TURN_SECRET", secret)
            .WithEnvironment("TURN_REALM", "m4sh")
            .WithEndpoint(port: Port, targetPort: Port, scheme: "turn", name: "udp", isProxied: false, protocol: ProtocolType.Udp)
            .WithEndpoint(port: Port, targetPort: Port, scheme: "turn", name: "tcp", isProxied: false, protocol: ProtocolType.Tcp)
            .WithContainerRuntimeArgs("-p", $"{RelayPorts}:{RelayPorts}/udp");

    public static ReferenceExpression TurnUrls(this IResourceBuilder<ContainerResource> coturn)
    {
        var udp = coturn.GetEndpoint("udp");
        var tcp = coturn.GetEndpoint("tcp");
        return ReferenceExpression.Create(
            $"turn:{udp.Property(EndpointProperty.Host)}:{udp.Property(EndpointProperty.Port)}?transport=udp,turn:{tcp.Property(EndpointProperty.Host)}:{tcp.Property(EndpointProperty.Port)}?transport=tcp");
    }
}
