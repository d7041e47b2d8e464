using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Security.Claims;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Signaling.Hubs;
using M4sh.SignalingApi.Signaling.Peers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace M4sh.SignalingApi.Signaling.Sockets;

/// <summary>A raw socket as a connection of the hub's: frames in and out of a pair of pipes, and the end of either told to the other.</summary>
internal sealed class SocketConnection(WebSocket socket, ConnectionOptions options, TimeProvider time)
{
    private static readonly DisconnectMessage Binary = new() { Action = DisconnectAction.Stop, Reason = DisconnectReasons.UnsupportedData };

    // Each end goes on where the other one is: a thread of its own for every frame would cost more than the frame.
    private static readonly PipeOptions SameThread = new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);

    private readonly Pipe _input = new(SameThread);
    private readonly Pipe _output = new(SameThread);
    private readonly SocketClosing _closing = new();

    public async Task RunAsync(ClaimsPrincipal user, Func<ConnectionContext, Task> hub)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var connection = new DefaultConnectionContext(id, new Duplex(_input.Reader, _output.Writer), new Duplex(_output.Reader, _input.Writer)) { User = user };
        connection.Features.Set(_closing);
        HandshakeProtocol.WriteRequestMessage(new(SocketProtocol.ProtocolName, version: 1), _input.Writer);
        await _input.Writer.FlushAsync();
        var receiving = new SocketReceiver(socket, _input.Writer, () => _closing.Because(Binary)).RunAsync();
        var sending = new SocketSender(socket, _output.Reader, options.SendTimeout, time).RunAsync();
        try
        {
            await hub(connection);
        }
        finally
        {
            await _input.Reader.CompleteAsync();
            await _output.Writer.CompleteAsync();
            await FinishAsync(receiving, sending);
            HubPeers.Find(connection.Items)?.Gone.TrySetResult();
            await connection.DisposeAsync();
        }
    }

    /// <summary>Closes a socket that has not become a connection.</summary>
    public async Task RefuseAsync(DisconnectMessage cause)
    {
        _closing.Because(cause);
        await _input.Reader.CompleteAsync();
        await FinishAsync(new SocketReceiver(socket, _input.Writer, static () => { }).RunAsync(), Task.CompletedTask);
    }

    /// <summary>What is left is sent, then the reason, then the close; a client that does not take part in that is cut off.</summary>
    private async Task FinishAsync(Task receiving, Task sending)
    {
        var closing = Task.WhenAll(CloseAsync(sending), receiving);
        try
        {
            await closing.WaitAsync(options.CloseTimeout, time);
        }
        catch (TimeoutException)
        {
            socket.Abort();
            await closing;
        }
    }

    private async Task CloseAsync(Task sending)
    {
        await sending;
        try
        {
            if (socket.State == WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.Empty, null, CancellationToken.None);
            }
            else if (socket.State == WebSocketState.Open)
            {
                var cause = _closing.Cause;
                var last = new ArrayBufferWriter<byte>();
                SocketProtocol.WriteJson(MessageTypes.NameOf(nameof(ISignalingClient.Disconnect)), cause, last);
                await socket.SendAsync(last.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                await socket.CloseOutputAsync(SocketCloseCodes.Of(cause), cause.Reason, CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client was gone before it could be told.
        }
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
