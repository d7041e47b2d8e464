namespace M4sh.SignalingApi.Tests.Signaling.Negotiations;

/// <summary>A connection and what is under way on it, both ways. Acks and errors keep no order with the rest.</summary>
internal sealed class ModelLink(string user, IModelRoom room, ContractMonitor monitor)
{
    private readonly Queue<Sent> _up = [];
    private readonly Queue<Told> _down = [];
    private readonly Queue<Reply> _replies = [];

    private IModelConnection? _connection;
    private (string? Epoch, long? LastSeq)? _join;

    public async ValueTask OpenAsync(string? epoch, long? lastSeq)
    {
        _join = (epoch, lastSeq);
        _connection = await room.ConnectAsync(user, Tell);
    }

    public void Send(Sent message) => _up.Enqueue(message);

    public async ValueTask<bool> UpAsync()
    {
        if (_join is { } join)
        {
            _join = null;
            await _connection!.JoinAsync(join.Epoch, join.LastSeq);
            return true;
        }

        if (!_up.TryDequeue(out var message))
            return false;

        var now = room.Now;
        var reply = await _connection!.SendAsync(message);
        monitor.Decided(user, message, reply, now);
        _replies.Enqueue(reply);
        return true;
    }

    public Told? Down() => _down.TryDequeue(out var told) ? told : null;

    public Told? Reply() => _replies.TryDequeue(out var reply) ? reply : null;

    public ValueTask CloseAsync() => _connection!.CloseAsync();

    private void Tell(Told told)
    {
        if (told is Joined joined)
            monitor.Joined(user, joined, room.Now);

        _down.Enqueue(told);
    }
}
