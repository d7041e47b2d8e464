using System.Text.Json;
using M4sh.Contracts.Errors;
using M4sh.Contracts.Json;
using M4sh.Contracts.Signaling;

namespace M4sh.Client.Signaling;

/// <summary>
/// What was sent and is not answered yet. When a lost connection is there again it is sent again, in order and under the same ids, by which the
/// server knows what it has. What belongs to the two peers' former connection is not: the other has a new one. What was refused for a reason that passes
/// is sent again after a pause, unless something newer says otherwise by then.
/// </summary>
internal sealed class UnackedMessages(ISignalingTransport transport, Func<int, Task> pause)
{
    private const int MaxTries = 5;

    // As many as the server remembers the answers of.
    private const int Limit = 1_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<Unacked> _messages = new();

    // Of what tells a state only the last counts.
    private readonly Dictionary<object, Unacked> _latest = [];
    private SignalingException? _closed;
    private bool _open;

    /// <param name="method">The hub's method.</param>
    /// <param name="message">The message, with its id.</param>
    /// <param name="epoch">The epoch it belongs to; null: to any.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The ack; without a seq where a newer message made this one pointless before it was taken.</returns>
    public Task<Ack> SendAsync(string method, object message, string? epoch, CancellationToken cancellationToken)
    {
        var unacked = new Unacked(method, message, epoch);
        if (WhyUnwritable(message) is { } reason)
            return Task.FromException<Ack>(new SignalingException(ErrorCodes.InvalidRequest, "The message cannot be written as JSON.", reason));

        lock (_lock)
        {
            if (_closed is not null)
                return Task.FromException<Ack>(_closed);
            if (_messages.Count == Limit)
                return Task.FromException<Ack>(new SignalingException(ErrorCodes.RateLimited, $"{Limit} messages wait to be sent."));

            _messages.AddLast(unacked);
            if (StateOf(message) is { } state)
                _latest[state] = unacked;

            if (_open)
                _ = TransmitAsync(unacked);
        }

        return unacked.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Joined: what waits is sent.</summary>
    public void Open(string epoch)
    {
        lock (_lock)
        {
            foreach (var stale in _messages.Where(message => message.Epoch is not null && message.Epoch != epoch).ToList())
            {
                _messages.Remove(stale);
                stale.Answer.TrySetException(new SignalingException(ErrorCodes.Unavailable, "The peers' connection began anew; the message was of the former one."));
            }

            _open = true;

            // One that is answered at once is removed at once.
            foreach (var message in _messages.ToList())
                Retransmit(message);
        }
    }

    /// <summary>The connection is lost: what is sent waits.</summary>
    public void Pause()
    {
        lock (_lock)
            _open = false;
    }

    /// <summary>The connection is over: nothing waits any longer.</summary>
    public void Close(SignalingException reason)
    {
        lock (_lock)
        {
            (_open, _closed) = (false, reason);
            foreach (var message in _messages)
                message.Answer.TrySetException(reason);

            _messages.Clear();
        }
    }

    /// <summary>In the lock. One that was refused would come after what was sent since, and undo it.</summary>
    private void Retransmit(Unacked message)
    {
        if (message.Tries > 0 && StateOf(message.Message) is { } state && _latest[state] != message)
        {
            _messages.Remove(message);
            message.Answer.TrySetResult(new() { Id = (message.Message as ClientMessage)?.Id });
        }
        else
        {
            _ = TransmitAsync(message);
        }
    }

    private async Task TransmitAsync(Unacked message)
    {
        try
        {
            message.Answer.TrySetResult(await transport.SendAsync(message.Method, message.Message, CancellationToken.None));
            Forget(message);
        }
        catch (SignalingException refusal) when (refusal.IsTransient() && ++message.Tries < MaxTries)
        {
            await pause(message.Tries);
            lock (_lock)
            {
                if (_open && _messages.Contains(message))
                    Retransmit(message);
            }
        }
        catch (SignalingException refusal)
        {
            message.Answer.TrySetException(refusal);
            Forget(message);
        }
        catch (Exception)
        {
            // Not answered: it waits for the next connection, or for the end.
        }
    }

    private static object? StateOf(object message) => message switch
    {
        MuteMessage mute => mute.Kind,
        ConnectionStateMessage => typeof(ConnectionStateMessage),
        _ => null,
    };

    /// <summary>On the wire it would look like a lost connection, and be tried for ever.</summary>
    private static Exception? WhyUnwritable(object message)
    {
        try
        {
            JsonSerializer.SerializeToUtf8Bytes(message, M4shJson.Options.GetTypeInfo(message.GetType()));
            return null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            return exception;
        }
    }

    private void Forget(Unacked message)
    {
        lock (_lock)
            _messages.Remove(message);
    }

    private sealed class Unacked(string method, object message, string? epoch)
    {
        public string Method => method;

        public object Message => message;

        public string? Epoch => epoch;

        public int Tries { get; set; }

        public TaskCompletionSource<Ack> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
