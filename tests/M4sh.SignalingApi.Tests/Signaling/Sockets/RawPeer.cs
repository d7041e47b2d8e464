using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace M4sh.SignalingApi.Tests.Signaling.Sockets;

/// <summary>A raw WebSocket that reads only when it is asked to.</summary>
public sealed class RawPeer : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly MemoryStream _message = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly Queue<JsonElement> _records = [];

    /// <summary>How the server closed; null while it has not.</summary>
    public (int Code, string? Reason)? Closed { get; private set; }

    public static Task<RawPeer> ConnectAsync(ApiReplica replica, Guid sessionId, string? token, CancellationToken cancellationToken) =>
        ConnectAsync(replica, $"/ws/webrtc/{sessionId}/{(token is null ? "" : $"?token={token}")}", cancellationToken);

    public static async Task<RawPeer> ConnectAsync(ApiReplica replica, string path, CancellationToken cancellationToken, string? origin = null)
    {
        var peer = new RawPeer();
        peer._socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
            peer._socket.Options.SetRequestHeader("Origin", origin);

        await peer._socket.ConnectAsync(AddressOf(replica, path), cancellationToken);
        return peer;
    }

    /// <summary>A hub's client by hand, greeted: it never pings.</summary>
    public static async Task<RawPeer> ConnectHubAsync(ApiReplica replica, string token, CancellationToken cancellationToken)
    {
        var peer = await ConnectAsync(replica, $"/hubs/signaling?access_token={token}", cancellationToken);
        await peer.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e", cancellationToken);
        await peer.ReadRecordsAsync(cancellationToken);
        return peer;
    }

    public Task InvokeAsync(string method, CancellationToken cancellationToken) =>
        SendAsync($$"""{"type":1,"invocationId":"{{method}}","target":"{{method}}","arguments":[{}]}""" + '\u001e', cancellationToken);

    /// <summary>The next of a hub's messages that fits, others thrown away.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> fits, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_records.TryDequeue(out var record))
            {
                if (fits(record))
                    return record;
            }

            foreach (var record in await ReadRecordsAsync(cancellationToken))
                _records.Enqueue(record);
        }
    }

    /// <summary>The next of a hub's calls of this method.</summary>
    public async Task<JsonElement> UntilCalledAsync(string method, CancellationToken cancellationToken) => (await UntilAsync(
        message => message.TryGetProperty("target", out var target) && target.GetString() == method, cancellationToken)).GetProperty("arguments")[0];

    public static Uri AddressOf(ApiReplica replica, string path) => new($"ws://{replica.Address.Authority}{path}");

    public Task SendAsync(string text, CancellationToken cancellationToken) => SendAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    public Task SendAsync(
        byte[] bytes, CancellationToken cancellationToken, WebSocketMessageType type = WebSocketMessageType.Text, bool end = true) =>
        _socket.SendAsync(bytes, type, end, cancellationToken);

    public Task CloseOutputAsync(WebSocketCloseStatus status, CancellationToken cancellationToken) =>
        _socket.CloseOutputAsync(status, null, cancellationToken);

    /// <summary>The next frame. Null: the server closed.</summary>
    public async Task<JsonElement?> ReadAsync(CancellationToken cancellationToken) =>
        await ReadFrameAsync(cancellationToken) is { } frame ? JsonElement.Parse(frame) : null;

    /// <summary>The next frame of a hub's connection, which may hold several messages.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReadRecordsAsync(CancellationToken cancellationToken)
    {
        var frame = await ReadFrameAsync(cancellationToken);
        Assert.True(frame is not null, $"{Closed}");
        return [.. Encoding.UTF8.GetString(frame).Split('\u001e', StringSplitOptions.RemoveEmptyEntries).Select(record => JsonElement.Parse(record))];
    }

    /// <summary>The next frame, which has to be of this type.</summary>
    public async Task<JsonElement> NextAsync(string type, CancellationToken cancellationToken)
    {
        var frame = await ReadAsync(cancellationToken);
        Assert.True(frame is not null, $"{Closed}");
        Assert.True(frame.Value.GetProperty("type").GetString() == type, $"{frame}");
        return frame.Value;
    }

    /// <summary>Joins, and has read all that belongs to it.</summary>
    public async Task<JsonElement> JoinAsync(CancellationToken cancellationToken)
    {
        await SendAsync("""{"type":"join","id":"join"}""", cancellationToken);
        var joined = await NextAsync("joined", cancellationToken);
        await NextAsync("ack", cancellationToken);
        return joined;
    }

    /// <summary>Reads until the server closes: the code, and the <c>disconnect</c> before it.</summary>
    public async Task<(int Code, string? Action, string? Reason)> ClosedAsync(CancellationToken cancellationToken)
    {
        JsonElement? last = null;
        while (await ReadAsync(cancellationToken) is { } frame)
            last = frame;

        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        var disconnect = last?.GetProperty("type").GetString() == "disconnect" ? last : null;
        return (Closed!.Value.Code, disconnect?.GetProperty("action").GetString(), disconnect?.GetProperty("reason").GetString());
    }

    private async Task<byte[]?> ReadFrameAsync(CancellationToken cancellationToken)
    {
        _message.SetLength(0);
        while (true)
        {
            var received = await _socket.ReceiveAsync(_buffer, cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                Closed = ((int)_socket.CloseStatus!.Value, _socket.CloseStatusDescription);
                return null;
            }

            Assert.Equal(WebSocketMessageType.Text, received.MessageType);
            _message.Write(_buffer, 0, received.Count);
            if (received.EndOfMessage)
                return _message.ToArray();
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _message.Dispose();
        return ValueTask.CompletedTask;
    }
}
