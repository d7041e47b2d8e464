using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using M4sh.Turn;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace M4sh.AppHost.Turn;

/// <summary>
/// coturn, the TURN server, with time-limited credentials made from shared secrets (the TURN REST API). Configuration and secrets are files in a folder
/// that it mounts: a command line, and the environment of a container, are there for more people to see.
/// </summary>
internal static class Coturn
{
    public const string RotateCommand = "rotate-secret";

    private const int Port = 3478;
    private const int FirstRelayPort = 49160;
    private const int LastRelayPort = 49219;
    private const string Mount = "/etc/m4sh-turn";

    public static IResourceBuilder<ContainerResource> AddCoturn(this IDistributedApplicationBuilder builder, string name, TurnSecrets secrets)
    {
        // Given out as the relay's address: loopback, where docker publishes its ports, unless others than this machine shall reach it.
        var externalIp = builder.Configuration["Turn:ExternalIp"] ?? IPAddress.Loopback.ToString();
        secrets.Write(CoturnConfiguration.FileName, CoturnConfiguration.Text(TurnSecrets.Realm, IPAddress.IsLoopback(IPAddress.Parse(externalIp))));
        var coturn = builder.AddContainer(name, "coturn/coturn", "4.6.3")
            .WithBindMount(secrets.Folder, Mount)
            .WithArgs(
                "-c", $"{Mount}/{CoturnConfiguration.FileName}", $"--userdb={Mount}/{TurnSecretDatabase.FileName}", Option("listening-port", Port),
                $"--external-ip={externalIp}", Option("min-port", FirstRelayPort), Option("max-port", LastRelayPort))
            .WithEndpoint(port: Port, targetPort: Port, scheme: "turn", name: "udp", isProxied: false, protocol: ProtocolType.Udp)
            .WithEndpoint(port: Port, targetPort: Port, scheme: "turn", name: "tcp", isProxied: false, protocol: ProtocolType.Tcp)

            // The files belong to whoever started this, and nobody else may read them.
            .WithContainerRuntimeArgs("--user", "0:0", "-p", $"{FirstRelayPort}-{LastRelayPort}:{FirstRelayPort}-{LastRelayPort}/udp")
            .WithHealthCheck(name)
            .WithCommand(RotateCommand, "Rotate the TURN secret", async context =>
            {
                await secrets.RotateAsync(context.CancellationToken);
                return new() { Success = true, Message = $"Issued with the new secret from now on; the old one is accepted for {secrets.Overlap:g} more." };
            });

        builder.Services.AddHealthChecks().Add(new(name, _ => new TurnHealthCheck(coturn.TurnUrls(), secrets), failureStatus: null, tags: null));
        return coturn;
    }

    public static ReferenceExpression TurnUrls(this IResourceBuilder<ContainerResource> coturn)
    {
        var udp = coturn.GetEndpoint("udp");
        var tcp = coturn.GetEndpoint("tcp");
        return ReferenceExpression.Create(
            $"turn:{udp.Property(EndpointProperty.Host)}:{udp.Property(EndpointProperty.Port)}?transport=udp,turn:{tcp.Property(EndpointProperty.Host)}:{tcp.Property(EndpointProperty.Port)}?transport=tcp");
    }

    private static string Option(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");
}
