namespace M4sh.Client.Signaling;

/// <summary>
/// The last <c>seq</c> up to which everything was seen. Acks of one's own messages and the other's messages come over different ways,
/// so a later number may be seen before an earlier one.
/// </summary>
internal sealed class SeqTracker
{
    private readonly Lock _lock = new();
    private readonly SortedSet<long> _ahead = [];
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
        {
            _epoch = epoch;
            _last = seq;
            _ahead.Clear();
        }
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

    public void Saw(long seq)
    {
        lock (_lock)
        {
            if (seq <= _last)
                return;

            _ahead.Add(seq);
            while (_ahead.Remove(_last + 1))
                _last++;
        }
    }
}
