using System.Diagnostics;
using System.Threading.Channels;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Signaling;
using M4sh.SignalingApi.Errors;

namespace M4sh.SignalingApi.Signaling.Peers;

/// <summary>
/// What is to be sent to one connection, in order, by one reader: a slow client holds up nobody else, and one that lets too much
/// pile up is closed rather than served with gaps.
/// </summary>
internal sealed partial class PeerOutbox(
    PeerClient client, Action<DisconnectMessage> close, ConnectionOptions options, TimeProvider time, ILogger<PeerOutbox> logger)
{
    private static readonly PeerMessage TooSlow =
        PeerMessages.Disconnect.Of(new() { Action = DisconnectAction.Resume, Reason = DisconnectReasons.TooSlow });

    // Who posts sends too, as far as that goes without waiting: waking another thread for it would cost more.
    private readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(
        new BoundedChannelOptions(options.OutboxCapacity) { SingleReader = true, AllowSynchronousContinuations = true });

    private volatile bool _completed;
    private int _bytes;
    private int _tooSlow;

    /// <summary>What the connection has of its room, once it has joined. Only to be used in turn.</summary>
    public RoomCursor? Cursor { get; set; }

    /// <summary>To what its client is being served now; it goes before a close.</summary>
    public PendingAnswer Answer { get; } = new();

    /// <summary>How much waits for its turn.</summary>
    public int Waiting => _entries.Reader.Count;

    /// <summary>Nothing is taken any more: the connection is closed, or about to be.</summary>
    public bool IsComplete => _completed;

    /// <param name="message">What to send.</param>
    /// <param name="trace">The trace that the sending belongs to, if any.</param>
    public void Post(PeerMessage message, ActivityContext trace = default)
    {
        var fits = Interlocked.Add(ref _bytes, message.Bytes) <= options.OutboxBytes;
        if ((!fits || !_entries.Writer.TryWrite(new(message, trace))) && !_completed && Interlocked.Exchange(ref _tooSlow, 1) == 0)
        {
            Log.TooSlow(logger);
            Complete();

            // Handles its own failures: it has none.
            _ = CutOffAsync();
        }
    }

    /// <summary>Does something when it is its turn: what is posted from then on is sent after it.</summary>
    public async Task InTurnAsync(Func<PeerClient, Task> act, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var caller = Activity.Current;
        try
        {
            await _entries.Writer.WriteAsync(new(Act, () => done.TrySetException(Closing())), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw Closing();
        }

        await done.Task.WaitAsync(cancellationToken);

        async Task Act(PeerClient to)
        {
            Activity.Current = caller;
            try
            {
                await act(to);
                done.TrySetResult();
            }
            catch (Exception exception)
            {
                // The caller's to handle.
                done.TrySetException(exception);
            }
        }
    }

    public void Complete()
    {
        _completed = true;
        _entries.Writer.TryComplete();
    }

    /// <summary>Sends until the connection is closed.</summary>
    public async Task RunAsync()
    {
        // What is sent belongs to its sender's trace, not to that of the request which opened the connection.
        Activity.Current = null;
        try
        {
            await foreach (var entry in _entries.Reader.ReadAllAsync())
            {
                Interlocked.Add(ref _bytes, -(entry.Message?.Bytes ?? 0));

                // In the place of what is next, so that the client learns why, should it read after all.
                var next = _tooSlow == 1 ? new(TooSlow, default) : entry;
                if (next.Message?.Disconnect is { } disconnect)
                {
                    await EndAsync(next, disconnect);
                    return;
                }

                await SendAsync(next);
            }
        }
        catch (Exception exception)
        {
            // Without its messages the client is lost: it shall come again.
            if (ErrorTranslation.Translate(exception) is { Code: ErrorCodes.Unavailable })
                Log.Unavailable(logger, exception);
            else
                Log.Failed(logger, exception);

            Drop();
            close(new() { Action = DisconnectAction.Resume, Reason = DisconnectReasons.Unavailable });
        }
    }

    private async Task SendAsync(Entry entry)
    {
        if (entry.Message is not { } message)
        {
            await entry.Act!(client);
            return;
        }

        using var span = message.Type.IsForClients ? SignalingTrace.Deliver(message.Type.Name, entry.Trace) : null;
        await (Cursor is { } cursor ? cursor.SendAsync(client, message) : message.SendAsync(client));
    }

    private async Task EndAsync(Entry last, DisconnectMessage disconnect)
    {
        Drop();
        await Answer.WrittenAsync().WaitAsync(options.AnswerPatience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await SendAsync(last);
        close(disconnect);
    }

    /// <summary>Who waits for its turn gets none, and can be answered.</summary>
    private void Drop()
    {
        Complete();
        while (_entries.Reader.TryRead(out var late))
            late.Drop?.Invoke();
    }

    private static M4shException Closing() => new(ErrorCodes.Unavailable, "The connection is being closed.");

    private async Task CutOffAsync()
    {
        await Task.Delay(options.CloseTimeout, time);
        close(TooSlow.Disconnect!);
    }

    /// <summary>A message, or something to do in its turn.</summary>
    private readonly record struct Entry(PeerMessage? Message, Func<PeerClient, Task>? Act, Action? Drop, ActivityContext Trace)
    {
        public Entry(PeerMessage message, ActivityContext trace)
            : this(message, null, null, trace)
        {
        }

        public Entry(Func<PeerClient, Task> act, Action drop)
            : this(null, act, drop, default)
        {
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A client does not read what it is sent; its connection is closed")]
        public static partial void TooSlow(ILogger logger);

        // Of each connection while Redis is away: that it is, the health checks say once.
        [LoggerMessage(LogLevel.Debug, "What a client has missed cannot be read; the connection is closed")]
        public static partial void Unavailable(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Error, "A message could not be sent; the connection is closed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
