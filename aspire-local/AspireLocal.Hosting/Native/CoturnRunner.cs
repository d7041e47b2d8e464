using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Native;

/// <summary>The machine's turnserver in the place of the container: on loopback only, where relaying to loopback peers harms nobody.</summary>
internal sealed class CoturnRunner(ContainerResource coturn, string? program, DataFolder data, ILoggerFactory loggers)
    : NativeRunner(coturn, loggers)
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(2);

    public override string Description => "native turnserver";

    public override string? Unavailable => program is null ? "coturn is not installed (calls get STUN only): apt-get install coturn" : null;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var folder = data.For(Resource.Name, keep: false);
        var variables = new Dictionary<string, string?>();
        foreach (var (name, value) in coturn.Environment.SelectMany(variables => variables()))
            variables[name] = await value.GetValueAsync(cancellationToken);

        var configuration = Path.Combine(folder, "turnserver.conf");
        PrivateFile.Write(configuration, $"""
            listening-ip=127.0.0.1
            relay-ip=127.0.0.1
            listening-port={Port}
            allow-loopback-peers
            no-cli
            no-tls
            no-dtls
            fingerprint
            realm={variables.GetValueOrDefault("TURN_REALM") ?? Resource.Name}
            use-auth-secret
            static-auth-secret={variables.GetValueOrDefault("TURN_SECRET")}
            userdb={Path.Combine(folder, "turndb")}
            pidfile={Path.Combine(folder, "turnserver.pid")}
            log-file=stdout
            simple-log

            """);
        Launch(new ProcessSpec(program!, ["-c", configuration], folder));
    }

    protected override async Task<string?> PingAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_connectTimeout);
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
            return null;
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return exception.Message;
        }
    }
}
