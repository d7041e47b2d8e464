namespace M4sh.Client.Signaling;

/// <summary>
/// The epoch, and the <c>seq</c> of the last message that came from the other peer. One's own acks say nothing of what came: they may be here before
/// messages with a lower number, and never be here though such with a higher one are.
/// </summary>
internal sealed class SeqTracker
{
    private readonly Lock _lock = new();
    private string? _epoch;
    private long _last;

    public (string? Epoch, long Last) Position
    {
        get
        {
            lock (_lock)
                return (_epoch, _last);
        }
    }

    public void Start(string epoch, long seq)
    {
        lock (_lock)
            (_epoch, _last) = (epoch, seq);
    }

    /// <summary>A new epoch counts from 0; the present one goes on.</summary>
    public void Continue(string epoch)
    {
        lock (_lock)
        {
            if (_epoch != epoch)
                Start(epoch, 0);
        }
    }

    public void Received(long seq)
    {
        lock (_lock)
            _last = Math.Max(_last, seq);
    }
}
