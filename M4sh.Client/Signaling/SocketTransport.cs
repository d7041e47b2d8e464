using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.Contracts.Qos;
using M4sh.Contracts.Signaling;

namespace M4sh.Client.Signaling;

/// <summary>The raw WebSocket: one JSON object a text frame, its <c>type</c> the method in kebab case.</summary>
internal sealed class SocketTransport(Uri address, Func<CancellationToken, ValueTask<string>> sessionToken) : ISignalingTransport
{
    private const string Type = "type";
    private const int BufferBytes = 8 * 1024;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, Action<JsonElement>> _handlers = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _sending = new(1);
    private Connection? _connection;
    private long _ids;

    public event Action<Exception?>? Closed;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var token = await sessionToken(cancellationToken);
        var socket = await SignalingSocket.ConnectAsync(address, token, cancellationToken, options =>
        {
            options.KeepAliveInterval = KeepAlive;
            options.KeepAliveTimeout = Silence - KeepAlive;
        });
        var connection = _connection = new(socket);
        connection.Running = ReceiveAsync(connection);
    }

    public async Task<Ack> SendAsync(string method, object message, CancellationToken cancellationToken)
    {
        var connection = _connection ?? throw new InvalidOperationException("There is no connection.");
        var (id, frame) = Write(method, message);
        var answer = new TaskCompletionSource<Ack>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.Unanswered[id] = answer;
        if (connection.End is { } end)
            answer.TrySetException(end);

        try
        {
            await _sending.WaitAsync(cancellationToken);
            try
            {
                await connection.Socket.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None);
            }
            finally
            {
                _sending.Release();
            }

            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            connection.Unanswered.TryRemove(id, out _);
        }
    }

    public void On<T>(string method, Action<T> handler) => _handlers[JsonNamingPolicy.KebabCaseLower.ConvertName(method)] =
        message => handler(message.Deserialize<T>(M4shJson.Options) ?? throw new JsonException("The message is null."));

    public async Task StopAsync()
    {
        if (_connection is not { } connection)
            return;

        connection.Socket.Abort();
        await connection.Running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _sending.Dispose();
    }

    private (string Id, byte[] Frame) Write(string method, object message)
    {
        var id = (message as ClientMessage)?.Id ?? (message as QosSample)?.Id;
        var body = JsonSerializer.SerializeToElement(message, message.GetType(), M4shJson.Options);
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString(Type, JsonNamingPolicy.KebabCaseLower.ConvertName(method));
        if (id is null)
        {
            // Only what has one is answered.
            id = $"{method}-{Interlocked.Increment(ref _ids)}-{Random.Shared.NextInt64():x}";
            writer.WriteString("id", id);
        }

        foreach (var member in body.EnumerateObject())
            member.WriteTo(writer);

        writer.WriteEndObject();
        writer.Flush();
        return (id, buffer.WrittenSpan.ToArray());
    }

    private async Task ReceiveAsync(Connection connection)
    {
        Exception? end = null;
        try
        {
            var frame = new ArrayBufferWriter<byte>(BufferBytes);
            while (true)
            {
                var result = await connection.Socket.ReceiveAsync(frame.GetMemory(BufferBytes), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                    break;

                frame.Advance(result.Count);
                if (!result.EndOfMessage)
                    continue;

                Take(connection, frame.WrittenMemory);
                frame.ResetWrittenCount();
            }

            end = SignalingErrors.OfClose((int?)connection.Socket.CloseStatus, connection.Socket.CloseStatusDescription);
            await connection.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // Broken, or what came is not of this contract.
            end ??= exception;
        }

        connection.End = end ?? new SignalingException(ErrorCodes.Unavailable, "The connection is closed.");
        foreach (var (_, answer) in connection.Unanswered)
            answer.TrySetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely, end));

        connection.Socket.Dispose();
        Closed?.Invoke(end);
    }

    private void Take(Connection connection, ReadOnlyMemory<byte> frame)
    {
        var message = JsonElement.Parse(frame.Span);
        var type = message.GetProperty(Type).GetString() ?? "";
        var id = message.TryGetProperty("id", out var given) ? given.GetString() : null;
        if (_handlers.TryGetValue(type, out var handle))
            handle(message);
        else if (type is "ack" or "error" && id is not null && connection.Unanswered.TryGetValue(id, out var answer))
            Answer(answer, type, message);
    }

    private static void Answer(TaskCompletionSource<Ack> answer, string type, JsonElement message)
    {
        if (type == "ack")
        {
            answer.TrySetResult(message.Deserialize<Ack>(M4shJson.Options)!);
            return;
        }

        var error = message.Deserialize<ErrorMessage>(M4shJson.Options)!;
        answer.TrySetException(new SignalingException(error.Code, error.Message));
    }

    private sealed class Connection(ClientWebSocket socket)
    {
        public ClientWebSocket Socket => socket;

        public ConcurrentDictionary<string, TaskCompletionSource<Ack>> Unanswered { get; } = new(StringComparer.Ordinal);

        public volatile Exception? End;

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
