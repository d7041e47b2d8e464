using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace M4sh.Bench.Signaling;

/// <summary>The yardstick: Kestrel and two WebSockets a call, each frame handed to the other as it is. It keeps, checks and confirms nothing.</summary>
internal static class BareRelay
{
    private const int BufferBytes = 16 * 1024;

    private static readonly ConcurrentDictionary<string, ConcurrentDictionary<WebSocket, bool>> Calls = new();

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseWebSockets();
        app.MapGet("/health", () => Results.Ok());
        app.Map("/ws/{call}", async (HttpContext context, string call) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var peers = Calls.GetOrAdd(call, static _ => new());
            peers[socket] = true;
            await RelayAsync(socket, peers, context.RequestAborted);
            peers.TryRemove(socket, out _);
            if (peers.IsEmpty)
                Calls.TryRemove(call, out _);
        });
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static async Task RelayAsync(WebSocket socket, ConcurrentDictionary<WebSocket, bool> peers, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (true)
            {
                var frame = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                if (frame.MessageType == WebSocketMessageType.Close)
                    break;

                var text = buffer.AsMemory(0, frame.Count);
                if (text.Span.SequenceEqual("""{"type":"leave"}"""u8))
                    break;

                if (text.Span.SequenceEqual("""{"type":"join"}"""u8))
                {
                    await socket.SendAsync("""{"type":"joined"}"""u8.ToArray(), WebSocketMessageType.Text, true, cancellationToken);
                    continue;
                }

                foreach (var (other, _) in peers)
                {
                    if (other != socket && other.State == WebSocketState.Open)
                        await other.SendAsync(text, WebSocketMessageType.Text, frame.EndOfMessage, cancellationToken);
                }
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client went without a word.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
