using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace M4sh.Bench.Signaling;

/// <summary>
/// One peer of a call on some server's wire, a bare WebSocket: the same thin client for all, so that the servers are what is compared.
/// It counts what comes, by the words that name it in a frame.
/// </summary>
internal abstract class PeerWire(Uri address) : IAsyncDisposable
{
    private const string SentAt = "sent-at-";
    private const int BufferBytes = 4 * 1024;

    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _closed = new();
    private Task _receiving = Task.CompletedTask;
    private Task _pinging = Task.CompletedTask;

    /// <summary>Tells of a frame that carries a time when it was sent, by <see cref="Stamp"/>.</summary>
    public Action<long>? OnStamp { get; set; }

    public Counter Offers { get; } = new();

    public Counter Answers { get; } = new();

    public Counter Candidates { get; } = new();

    /// <summary>Messages that the server has confirmed, where it does that.</summary>
    public Counter Acks { get; } = new();

    public Counter Errors { get; } = new();

    protected Counter Greetings { get; } = new();

    protected virtual bool HasAcks => false;

    /// <summary>What a client sends by and by to be taken for there. Null: the socket's own pings do.</summary>
    protected virtual string? Ping => null;

    protected int Sent { get; private set; }

    public static string Stamp(long timestamp) => string.Create(CultureInfo.InvariantCulture, $"{SentAt}{timestamp:D19}");

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await _socket.ConnectAsync(address, cancellationToken);
        _receiving = ReceiveAsync(cancellationToken);
        await GreetAsync(cancellationToken);
        if (Ping is { } ping)
            _pinging = PingAsync(ping, _closed.Token);
    }

    public Task SendAsync(SignalKind kind, string text, CancellationToken cancellationToken) => WriteAsync(Message(kind, text, ++Sent), cancellationToken);

    /// <summary>All that was sent is confirmed, where the server confirms.</summary>
    public Task ConfirmedAsync() => HasAcks ? Acks.ReachAsync(Sent) : Task.CompletedTask;

    public abstract Task LeaveAsync(CancellationToken cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        try
        {
            await _pinging;
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

            await _receiving;
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The other end was faster, or it was cut off.
        }

        _socket.Dispose();
        _sending.Dispose();
        _closed.Dispose();
    }

    /// <summary>What makes a connected peer one that takes part.</summary>
    protected abstract Task GreetAsync(CancellationToken cancellationToken);

    protected abstract string Message(SignalKind kind, string text, int number);

    /// <summary>Counts a frame, and answers it where the protocol wants that.</summary>
    protected abstract void Take(ReadOnlySpan<byte> frame);

    /// <summary>The server closes the connection.</summary>
    protected Task ClosedAsync() => _receiving;

    protected async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task PingAsync(string ping, CancellationToken closed)
    {
        try
        {
            using var timer = new PeriodicTimer(PingInterval);
            while (await timer.WaitForNextTickAsync(closed))
                await WriteAsync(ping, closed);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // There is nobody to ping any more.
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TakeAllAsync(cancellationToken);
        }
        finally
        {
            Fail(new InvalidOperationException($"The server closed the connection: {_socket.CloseStatus} {_socket.CloseStatusDescription}"));
        }
    }

    private void Fail(Exception failure)
    {
        foreach (var counter in (Counter[])[Offers, Answers, Candidates, Acks, Greetings])
            counter.Fail(failure);
    }

    private async Task TakeAllAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferBytes];
        var filled = 0;
        while (true)
        {
            var result = await _socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
            if (result.MessageType == WebSocketMessageType.Close)
                return;

            filled += result.Count;
            if (!result.EndOfMessage)
            {
                if (filled == buffer.Length)
                    Array.Resize(ref buffer, 2 * buffer.Length);

                continue;
            }

            Take(buffer.AsSpan(0, filled));
            if (Errors.Count > 0)
                Fail(new InvalidOperationException("The server refused a message."));

            TakeStamp(buffer.AsSpan(0, filled));
            filled = 0;
        }
    }

    private void TakeStamp(ReadOnlySpan<byte> frame)
    {
        if (OnStamp is null)
            return;

        for (var index = frame.IndexOf(Encoding.ASCII.GetBytes(SentAt)); index >= 0; index = frame.IndexOf(Encoding.ASCII.GetBytes(SentAt)))
        {
            frame = frame[(index + SentAt.Length)..];
            OnStamp(long.Parse(frame[..19], CultureInfo.InvariantCulture));
        }
    }
}
