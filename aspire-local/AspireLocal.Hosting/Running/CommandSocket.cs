using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>
/// Where Aspire's dashboard has buttons for a resource's commands, here is a socket in the data folder: a line <c>resource command</c> in, a line with what
/// became of it out. <c>dotnet run --project M4sh.AppHost -- --AspireLocal:Command="coturn rotate-secret"</c> asks it.
/// </summary>
internal sealed partial class CommandSocket(
    AppHostMetadata metadata, RunOptions options, ResourceCommandService commands, ILogger<CommandSocket> logger) : BackgroundService
{
    private const string FileName = "commands";

    // Of sockaddr_un, the smallest of all systems.
    private const int MaxPath = 100;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks the AppHost that runs on the same data.</summary>
    public static async Task<string> AskAsync(AppHostMetadata metadata, RunOptions options, string command, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(EndPointOf(metadata, options), cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new HostingException($"No AppHost runs here that could be asked for '{command}'.", exception);
        }

        await using var stream = new NetworkStream(socket);
        await using var writer = new StreamWriter(stream, leaveOpen: true) { AutoFlush = true };
        await writer.WriteLineAsync(command.AsMemory(), cancellationToken);
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadLineAsync(cancellationToken) ?? throw new HostingException($"The AppHost went before it answered '{command}'.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (PathOf(metadata, options) is { Length: > MaxPath } path)
        {
            Log.TooLong(logger, path);
            return;
        }

        var endPoint = EndPointOf(metadata, options);
        File.Delete($"{endPoint}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(endPoint);
        listener.Listen();
        while (true)
        {
            using var connection = await listener.AcceptAsync(stoppingToken);
            try
            {
                await ServeAsync(connection, stoppingToken);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException && !stoppingToken.IsCancellationRequested)
            {
                Log.Gone(logger, exception);
            }
        }
    }

    private async Task ServeAsync(Socket connection, CancellationToken stoppingToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        limit.CancelAfter(s_patience);
        await using var stream = new NetworkStream(connection);
        using var reader = new StreamReader(stream, leaveOpen: true);
        var words = (await reader.ReadLineAsync(limit.Token) ?? "").Split(' ', 2, StringSplitOptions.TrimEntries);
        var result = await commands.ExecuteCommandAsync(words[0], words.Length > 1 ? words[1] : "", limit.Token);
        await using var writer = new StreamWriter(stream, leaveOpen: true);
        await writer.WriteLineAsync($"{(result.Success ? "done" : "failed")}: {result.Message}".AsMemory(), limit.Token);
    }

    private static UnixDomainSocketEndPoint EndPointOf(AppHostMetadata metadata, RunOptions options) => new(PathOf(metadata, options));

    private static string PathOf(AppHostMetadata metadata, RunOptions options) => Path.Combine(DataFolder.PathOf(metadata.Directory, options.DataFolder), FileName);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "No commands are taken: {Path} is too long for a socket's name")]
        public static partial void TooLong(ILogger logger, string path);

        [LoggerMessage(LogLevel.Information, "Somebody who asked for a command is gone")]
        public static partial void Gone(ILogger logger, Exception exception);
    }
}
