using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using M4sh.SignalingApi.Signaling.Hubs;

namespace M4sh.SignalingApi.Signaling.Sockets;

/// <summary>Sends each record as one text frame, until there are no more. A client that takes none for too long is cut off.</summary>
internal sealed class SocketSender(WebSocket socket, PipeReader input, TimeSpan timeout, TimeProvider time)
{
    private bool _greeted;

    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var result = await input.ReadAsync();
                var rest = result.Buffer;
                while (rest.PositionOf(LimitedReader.Separator) is { } end)
                {
                    await SendAsync(rest.Slice(0, end));
                    rest = rest.Slice(rest.GetPosition(1, end));
                }

                input.AdvanceTo(rest.Start, rest.End);
                if (result.IsCompleted)
                    return;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or TimeoutException or ObjectDisposedException)
        {
            // Then nothing comes from there either, which is how the hub learns of it.
            socket.Abort();
        }
        finally
        {
            await input.CompleteAsync();
        }
    }

    private async ValueTask SendAsync(ReadOnlySequence<byte> record)
    {
        // The first is SignalR's answer to the handshake.
        if (!_greeted)
        {
            _greeted = true;
            return;
        }

        if (record.IsSingleSegment)
        {
            await SendAsync(record.First);
            return;
        }

        var length = (int)record.Length;
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            record.CopyTo(whole);
            await SendAsync(whole.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        var sending = socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        return sending.IsCompletedSuccessfully ? sending : new(sending.AsTask().WaitAsync(timeout, time));
    }
}
