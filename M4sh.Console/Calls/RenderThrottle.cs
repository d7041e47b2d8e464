namespace M4sh.Console.Calls;

/// <summary>At most one rendering an interval: the first request at once, those within the interval together at its end.</summary>
public sealed class RenderThrottle : IAsyncDisposable
{
    /// <summary>Two updates a second.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Func<Task> _render;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private bool _waiting;
    private bool _requested;
    private bool _disposed;

    public RenderThrottle(Func<Task> render, TimeProvider time, TimeSpan? interval = null)
    {
        _render = render;
        _interval = interval ?? DefaultInterval;
        _timer = time.CreateTimer(_ => OnIntervalOver(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Request()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _requested |= _waiting;
            if (_waiting)
            {
                return;
            }

            _waiting = true;
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }

        _ = _render();
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
            _disposed = true;

        return _timer.DisposeAsync();
    }

    private void OnIntervalOver()
    {
        lock (_lock)
        {
            _waiting = false;
            if (!_requested)
            {
                return;
            }

            _requested = false;
        }

        Request();
    }
}
