using System.Net;
using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Native;

/// <summary>redis-server where it is installed, else Garnet, built from AspireLocal.Garnet when it is first needed.</summary>
internal sealed partial class RedisRunner(RedisResource redis, DataFolder data, AppHostMetadata metadata, RunOptions options, ILoggerFactory loggers)
    : NativeRunner(redis, loggers)
{
    private static readonly TimeSpan s_pingTimeout = TimeSpan.FromSeconds(5);
    private readonly string? _server = options.Garnet ? null : Programs.Find("redis-server");

    public override string Description => _server is null ? "Garnet" : "native redis-server";

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var folder = data.For(Resource.Name, keep: false);
        var password = await redis.PasswordParameter!.GetValueAsync(cancellationToken) ?? "";
        Launch(_server is null
            ? await GarnetAsync(folder, password, cancellationToken)
            : RedisServer(_server, folder, password));
    }

    protected override async Task<string?> PingAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_pingTimeout);
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
            var password = await redis.PasswordParameter!.GetValueAsync(cancellationToken) ?? "";
            await socket.SendAsync(Encoding.UTF8.GetBytes(
                $"*2\r\n$4\r\nAUTH\r\n${Encoding.UTF8.GetByteCount(password)}\r\n{password}\r\n*1\r\n$4\r\nPING\r\n"), patience.Token);
            var answer = "";
            var buffer = new byte[256];
            while (!answer.EndsWith("+PONG\r\n", StringComparison.Ordinal))
            {
                var count = await socket.ReceiveAsync(buffer, patience.Token);
                answer += Encoding.UTF8.GetString(buffer, 0, count);
                if (count == 0 || answer.StartsWith('-'))
                    return $"answers {answer.Trim()}";
            }

            return null;
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return exception.Message;
        }
    }

    private ProcessSpec RedisServer(string program, string folder, string password)
    {
        // A file and not arguments: those can be read by every user of the machine.
        var configuration = Path.Combine(folder, "redis.conf");
        PrivateFile.Write(configuration, $"""
            bind 127.0.0.1
            port {Port}
            requirepass "{password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}"
            dir "{folder}"
            save ""
            appendonly no
            daemonize no
            client-output-buffer-limit pubsub 512mb 256mb 60

            """);
        return new ProcessSpec(program, [configuration], folder);
    }

    private async Task<ProcessSpec> GarnetAsync(string folder, string password, CancellationToken cancellationToken)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Programs.Find("dotnet") ?? "dotnet";
        var output = Path.Combine(Path.GetDirectoryName(metadata.GarnetProject)!, "bin", "AppHost");
        var program = Path.Combine(output, "AspireLocal.Garnet.dll");
        var source = Directory.EnumerateFiles(Path.GetDirectoryName(metadata.GarnetProject)!).Max(File.GetLastWriteTimeUtc);
        if (!File.Exists(program) || File.GetLastWriteTimeUtc(program) < source)
        {
            Log.Building(Loggers.CreateLogger<RedisRunner>());
            await Command.RunAsync(dotnet, ["build", metadata.GarnetProject, "--output", output, "--verbosity", "quiet"], cancellationToken);
        }

        var environment = new Dictionary<string, string?> { ["GARNET_PORT"] = $"{Port}", ["GARNET_PASSWORD"] = password };
        return new ProcessSpec(dotnet, ["exec", program], folder, Environment: environment);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Building Garnet, once, to take the place of redis-server (apt-get install redis-server)")]
        public static partial void Building(ILogger logger);
    }
}
