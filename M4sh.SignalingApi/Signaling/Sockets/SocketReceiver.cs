using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using M4sh.SignalingApi.Signaling.Hubs;

namespace M4sh.SignalingApi.Signaling.Sockets;

/// <summary>Takes what a client sends until it closes: a record for each message, as long as there is somebody who reads them.</summary>
internal sealed class SocketReceiver(WebSocket socket, PipeWriter output, Action binary)
{
    private const int DiscardBytes = 4 * 1024;

    // Stands nowhere in JSON either: a message with a separator in it is refused, and not taken for two.
    private const byte NoJson = 0;

    public async Task RunAsync()
    {
        try
        {
            if (await CopyAsync())
                await DiscardAsync();
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // Cut off, silent for too long, or not keeping to RFC 6455: the socket has answered the latter itself (1002, 1007).
        }
        finally
        {
            await output.CompleteAsync();
        }
    }

    /// <returns>False: the client has closed. True: nobody reads on.</returns>
    private async Task<bool> CopyAsync()
    {
        while (true)
        {
            // No buffer is held while the client is quiet.
            var received = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            if (received is { MessageType: not WebSocketMessageType.Close, EndOfMessage: false })
            {
                var memory = output.GetMemory();
                received = await socket.ReceiveAsync(memory, CancellationToken.None);
                memory.Span[..received.Count].Replace(LimitedReader.Separator, NoJson);
                output.Advance(received.Count);
            }

            if (received.MessageType == WebSocketMessageType.Close)
                return false;
            if (received.MessageType == WebSocketMessageType.Binary)
            {
                binary();
                await output.CompleteAsync();
                return true;
            }

            if (received.EndOfMessage)
                output.Write([LimitedReader.Separator]);
            if ((await output.FlushAsync()).IsCompleted)
                return true;
        }
    }

    private async Task DiscardAsync()
    {
        var scratch = new byte[DiscardBytes];
        while ((await socket.ReceiveAsync(scratch.AsMemory(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
        {
            // It came after the end.
        }
    }
}
